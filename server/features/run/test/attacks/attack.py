# Attacks that Python can express; the first line typed says which. Knows no box. Whatever gets out prints "escaped".
import ctypes
import os
import signal
import socket
import sys
import time

word, port, server, paths, calls = (sys.stdin.readline().strip() for _ in range(5))
port, server = int(port), int(server)


def tries(what, attempt):
    try:
        attempt()
    except OSError:
        return
    print("escaped", what)


def leave_daemon():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for descriptor in 0, 1, 2:
                os.close(descriptor)
            time.sleep(1000)
        os._exit(0)


def write(path, data):
    # all of it, or an error when it is closed
    with open(path, "wb") as file:
        file.write(data)


def read(path):
    if os.path.isdir(path):
        return os.listdir(path)
    with open(path, "rb") as file:
        if not file.read(1):
            raise OSError("empty")


def connect(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as one:
        one.settimeout(1)
        one.connect(address)


if word == "forks":
    while True:
        try:
            os.fork()
        except OSError:
            pass
elif word == "memory":
    taken = []
    while True:
        taken.append(bytearray(1 << 20))
elif word == "memories":
    for _ in range(16):
        if os.fork() == 0:
            taken = bytearray(b"x" * (8 << 20))
            time.sleep(100)
    time.sleep(100)
elif word == "disk":
    tries("/tmp", lambda: write("/tmp/f", bytes(20 << 20)))
    tries("/room", lambda: write("f", bytes(20 << 20)))
elif word == "output":
    while True:
        print("x" * 1000)
elif word == "stays":
    for number in range(1, 64):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    leave_daemon()
    while True:
        time.sleep(1000)
elif word == "daemon":
    leave_daemon()
elif word == "reads":
    for path in paths.split(" "):
        tries(path, lambda: read(path))
elif word == "looks":
    if "SANDBOX_SECRET" in os.environ:
        print("escaped environment")
    for process in filter(str.isdigit, os.listdir("/proc")):
        for name in "environ", "cmdline":
            try:
                text = open(f"/proc/{process}/{name}").read()
            except OSError:
                continue
            if "SANDBOX_SECRET" in text or "jest" in text:
                print("escaped", process, name)
elif word == "signals":
    if server > 500:
        tries("signal", lambda: os.kill(server, 0))
    os.kill(-1, signal.SIGKILL)
elif word == "network":
    for family in range(64):
        for kind in 1, 2, 3, 5:
            if family != socket.AF_UNIX:
                tries(f"{family} {kind}", lambda: socket.socket(family, kind, 0))
    for family, address in (
        (socket.AF_INET, ("127.0.0.1", port)),
        (socket.AF_INET, ("1.1.1.1", 53)),
        (socket.AF_INET6, ("::1", port)),
        (socket.AF_UNIX, "\0/tmp/.X11-unix/X0"),
        (socket.AF_UNIX, "/run/docker.sock"),
        (socket.AF_UNIX, "/var/run/dbus/system_bus_socket"),
    ):
        tries(address, lambda: connect(family, address))
elif word == "links":
    tries("hard link", lambda: os.link(os.path.realpath(sys.executable), "h"))
    tries("device", lambda: os.mknod("d", 0o60600, os.makedev(254, 0)))
    tries("symbolic link", lambda: os.symlink("/proc/1/root", "l") or os.listdir("l/root"))
    tries("chroot", lambda: os.chroot("/tmp"))
    tries("user", lambda: os.setuid(0))
    tries("owner", lambda: os.chown("/tmp", 0, 0))
    tries("rename", lambda: os.rename("/usr/bin/env", "/tmp/env"))
    tries("kernel", lambda: write("/proc/sys/kernel/core_pattern", b"|/room/x"))
    tries("keys", lambda: write("/proc/sysrq-trigger", b"h"))
    tries("first process", lambda: write("/proc/1/oom_score_adj", b"-1000"))
elif word == "calls":
    libc = ctypes.CDLL(None, use_errno=True)
    for call in calls.split(" "):
        if libc.syscall(int(call.split(":")[1]), 0, 0, 0, 0, 0) != -1 or ctypes.get_errno() != 1:
            print("escaped", call)
else:
    print("escaped nothing tried")
