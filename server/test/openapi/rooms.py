# What schemathesis cannot know: a room to ask for, and its key. Knows no route but those after which nothing of a room is as it was.
import re

import requests
import schemathesis

ADDRESS = re.compile(r"[0-9A-Za-z]{13,14}")
ENDING = {("DELETE", "/api/rooms/{roomId}"), ("PUT", "/api/rooms/{roomId}/roles/owner")}
KEY = "Authorization"

shared = None


def new_room(case):
    answer = requests.post(f"{case.operation.base_url.rstrip('/')}/api/rooms", json={"name": "Ada"}, timeout=30)
    answer.raise_for_status()
    return answer.json()


@schemathesis.hook
def before_call(context, case, kwargs):
    """An address that could be a room's becomes one's; what is none stays so, for the server to refuse."""
    global shared
    if not ADDRESS.fullmatch(str(case.path_parameters.get("roomId", ""))):
        return
    if (case.operation.method.upper(), case.operation.path) in ENDING:
        room = new_room(case)
    else:
        shared = shared or new_room(case)
        room = shared
    case.path_parameters["roomId"] = room["roomId"]
    if KEY in case.headers and case.headers[KEY] == "Bearer the-key-of-the-room":
        case.headers[KEY] = f"Bearer {room['key']}"
