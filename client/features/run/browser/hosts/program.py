# Runs the room's main file as a program: with its folder, its input, and tracebacks of its own. Its value is the exit code.
import builtins, io, os, random, sys, traceback
from _pyodide._base import eval_code_async
from pyodide.ffi import run_sync
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


def _report(error):
    inner = error.__traceback__
    while inner and inner.tb_frame.f_code.co_filename in (__file_of_runner__, __file_of_base__):
        inner = inner.tb_next
    text = "".join(traceback.format_exception(type(error), error, inner))
    sys.stderr.write(text.replace('File "/room/', 'File "'))


__file_of_runner__ = (lambda: None).__code__.co_filename
__file_of_base__ = eval_code_async.__code__.co_filename


async def _run(main):
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
        await eval_code_async(source, vars(module), filename=path, return_mode="none")
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
    sys.stdout.flush()
    sys.stderr.flush()
    return code


await _run(_companion.main)
