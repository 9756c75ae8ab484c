# Runs the room's main file as a program: with its folder, its input, and tracebacks of its own. Its value is the exit code.
import ast, asyncio, atexit, builtins, gc, inspect, io, os, random, sys, traceback
from pyodide.ffi import run_sync
from pyodide.webloop import WebLoop
import _companion

OUT_OF_MEMORY = -1


def _line():
    return run_sync(_companion.readLine()) if _companion.canWait else _companion.readLineNow()


def _input(prompt=""):
    print(prompt, end="", flush=True)
    line = _line()
    if line is None:
        raise EOFError("EOF when reading a line")
    return line


class _Stdin(io.TextIOBase):
    encoding = "utf-8"

    def readable(self):
        return True

    def readline(self, size=-1):
        sys.stdout.flush()
        line = _line()
        return "" if line is None else line + "\n"

    def read(self, size=-1):
        text = ""
        while (size is None or size < 0 or len(text) < size) and (line := self.readline()):
            text += line
        return text


def _leave_out_ours(told):
    told.stack[:] = [frame for frame in told.stack if not frame.filename.startswith(("<exec>", "blob:"))]
    for other in (told.__cause__, told.__context__, *(told.exceptions or ())):
        if other:
            _leave_out_ours(other)


def _report(error):
    inner = error.__traceback__
    while inner and not inner.tb_frame.f_code.co_filename.startswith("/room/"):
        inner = inner.tb_next
    told = traceback.TracebackException(type(error), error, inner)
    _leave_out_ours(told)
    text = "".join(told.format())
    sys.stderr.write(text.replace('File "/room/', 'File "'))


class _Loop(WebLoop):
    """One that a program makes: it runs while it is waited for, and its tasks are like any other's."""

    def __init__(self):
        super().__init__()
        # that was all that has run
        asyncio._set_running_loop(None)

    def run_until_complete(self, future):
        if asyncio._get_running_loop() is not None:
            raise RuntimeError("This event loop is already running")
        task = asyncio.ensure_future(future, loop=self)
        asyncio._set_running_loop(self)
        try:
            return run_sync(task)
        finally:
            asyncio._set_running_loop(None)

    def close(self):
        # of a task that has failed is said, when it goes, that nobody has asked
        gc.collect()

    def create_task(self, coro, **named):
        return asyncio.Task(coro, loop=self, **named)

    def create_future(self):
        return asyncio.Future(loop=self)


def _use_loops():
    asyncio.run = asyncio.runners.run
    policy = asyncio.events._get_event_loop_policy()
    policy.set_event_loop(None)

    def new_event_loop():
        policy.set_event_loop(_Loop())
        return policy._default_loop

    policy.new_event_loop = new_event_loop


def _execute(source, path, names):
    """As it would run anywhere, with no loop around it; what awaits at its top is run by one."""
    around = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    _use_loops()
    try:
        code = compile(source, path, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        begun = eval(code, names)
        if code.co_flags & inspect.CO_COROUTINE:
            asyncio.run(begun)
    finally:
        asyncio._set_running_loop(around)


def _run(main):
    path = f"/room/{main}"
    os.chdir("/room")
    sys.path.insert(0, os.path.dirname(path))
    sys.argv = [main]
    builtins.input = _input
    sys.stdin = _Stdin()
    # a snapshot holds the state that it was made in
    random.seed()
    module = type(sys)("__main__")
    module.__file__ = path
    sys.modules["__main__"] = module
    try:
        with open(path) as file:
            source = file.read()
        _execute(source, path, vars(module))
        code = 0
    except SystemExit as end:
        code = end.code
        if code is not None and not isinstance(code, int):
            print(code, file=sys.stderr)
            code = 1
        code = (code or 0) & 255
    except MemoryError as error:
        _report(error)
        code = OUT_OF_MEMORY
    except BaseException as error:
        _report(error)
        code = 1
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    return code


_run(_companion.main)
