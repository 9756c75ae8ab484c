-- Runs the room's main file as a program: with its input and output, and tracebacks of its own. Its value is the exit code.
-- What is said with no newline is kept until there is one or somebody is asked, as a terminal does.
local write, take, main = ...

local OUT_OF_MEMORY = -1
local NO_MEMORY = "not enough memory"
-- what a coroutine yields when a line has to come first
local ASK = {}

local running, yield, create, resume, isyieldable =
  coroutine.running, coroutine.yield, coroutine.create, coroutine.resume, coroutine.isyieldable
local first = running()

-- ---- files that are the program's input and output

local methods = {}
local File = { __name = "FILE*", __index = methods }
function File.__tostring(file)
  return "file (" .. file.name .. ")"
end

local function stream(name)
  return setmetatable({ name = name, kept = "" }, File)
end
local stdin, stdout, stderr = stream("stdin"), stream("stdout"), stream("stderr")

local function flush(file)
  if file.kept ~= "" then
    write(file.name, file.kept)
    file.kept = ""
  end
end

-- kept is never a part of a line that has ended, and is cut where the program has cut it: not within a letter
local MOST_KEPT = 4000
local function put(file, text)
  local last = text:match("^.*()\n") or 0
  if file == stderr or last == 0 and #file.kept + #text > MOST_KEPT then
    last = #text
  end
  if last == 0 then
    file.kept = file.kept .. text
  else
    write(file.name, file.kept .. text:sub(1, last))
    file.kept = text:sub(last + 1)
  end
end

function methods:write(...)
  for place = 1, select("#", ...) do
    local value = select(place, ...)
    if type(value) ~= "string" and type(value) ~= "number" then
      error(("bad argument #%d to 'write' (string expected, got %s)"):format(place, type(value)), 2)
    end
    put(self, tostring(value))
  end
  return self
end

function methods:flush()
  flush(self)
  return self
end

function methods:setvbuf()
  return true
end

function methods:seek()
  return nil, "Illegal seek", 29
end

function methods:close()
  return nil, "standard files stay open", 1
end

-- Waits where the whole program can be left for a while; not in a function that C has called, such as that of a sort.
local function wait()
  flush(stdout)
  if not isyieldable() then
    error("input cannot be waited for here: read it before, outside of what sort or gsub call", 0)
  end
  yield(ASK)
end

local function read(format)
  format = type(format) == "string" and format:gsub("^%*", ""):sub(1, 1) or format
  if type(format) ~= "number" and not (format == "l" or format == "L" or format == "a" or format == "n") then
    error("bad argument #1 to 'read' (invalid format)", 3)
  end
  while true do
    local text = take(format)
    if text then
      return format == "n" and tonumber(text) or format ~= "n" and text or nil
    elseif text == false then
      return nil
    end
    wait()
  end
end

function methods:read(...)
  if self ~= stdin then
    return nil, "Bad file descriptor", 9
  end
  if select("#", ...) == 0 then
    return read("l")
  end
  local values, count = {}, select("#", ...)
  for place = 1, count do
    values[place] = read((select(place, ...)))
    if values[place] == nil then
      return table.unpack(values, 1, place)
    end
  end
  return table.unpack(values, 1, count)
end

function methods:lines(...)
  local formats = table.pack(...)
  return function()
    return self:read(table.unpack(formats, 1, formats.n))
  end
end

-- Files of its own are in the memory of the browser: there is so much for all that is ever written to them.
local MOST_FILE_BYTES = 64 * 1024 * 1024
local ofFiles = getmetatable(io.stdout).__index
local writeFile, written = ofFiles.write, 0
function ofFiles.write(file, ...)
  for place = 1, select("#", ...) do
    written = written + #tostring((select(place, ...)))
  end
  if written > MOST_FILE_BYTES then
    return nil, "No space left on device", 28
  end
  return writeFile(file, ...)
end

local typeOf, open, linesOf = io.type, io.open, io.lines
local input, output = stdin, stdout
io.stdin, io.stdout, io.stderr = stdin, stdout, stderr

local function isOurs(value)
  return getmetatable(value) == File
end

local function opened(file, mode)
  if type(file) ~= "string" then
    return file
  end
  local made, problem = open(file, mode)
  return made or error(problem, 3)
end

function io.type(value)
  return isOurs(value) and "file" or typeOf(value)
end

function io.output(file)
  output = file == nil and output or opened(file, "w")
  return output
end

function io.input(file)
  input = file == nil and input or opened(file, "r")
  return input
end

function io.write(...)
  return output:write(...)
end

function io.read(...)
  return input:read(...)
end

function io.lines(name, ...)
  if name == nil then
    return input:lines(...)
  end
  return linesOf(name, ...)
end

function io.close(file)
  return (file or output):close()
end

function print(...)
  local texts = table.pack(...)
  for place = 1, texts.n do
    texts[place] = tostring(texts[place])
  end
  put(stdout, table.concat(texts, "\t") .. "\n")
end

function warn(...)
  put(stderr, "Lua warning: " .. table.concat({ ... }) .. "\n")
end

-- ---- coroutines hand on that somebody is asked

local function passed(thread, ...)
  local isAlive, value = ...
  if isAlive and value == ASK then
    yield(ASK)
    return passed(thread, resume(thread))
  end
  return ...
end

function coroutine.resume(thread, ...)
  return passed(thread, resume(thread, ...))
end

local function orError(isAlive, ...)
  if isAlive then
    return ...
  end
  local problem = ...
  error(problem, type(problem) == "string" and 3 or 0)
end

function coroutine.wrap(body)
  local thread = create(body)
  return function(...)
    return orError(passed(thread, resume(thread, ...)))
  end
end

function coroutine.running()
  local thread = running()
  return thread, thread == first
end

function coroutine.isyieldable(thread)
  return (thread or running()) ~= first and isyieldable(thread)
end

function coroutine.yield(...)
  if running() == first then
    error("attempt to yield from outside a coroutine", 2)
  end
  return yield(...)
end

-- ---- the program

local exit = os.exit
function os.exit(code, ...)
  flush(stdout)
  return exit(code, ...)
end

local function report(problem)
  if problem == NO_MEMORY then
    return problem
  end
  local text = type(problem) == "string" and problem
    or (getmetatable(problem) or {}).__tostring and tostring(problem)
    or ("(error object is a %s value)"):format(type(problem))
  local lines = {}
  for line in debug.traceback(text, 2):gmatch("[^\n]+") do
    -- what runs the program is none of its business
    if not line:find("^%s+program%.lua:") and not line:find("^%s+%[C%]: in function 'xpcall'") then
      lines[#lines + 1] = line
    end
  end
  return "lua: " .. table.concat(lines, "\n")
end

local folder = main:match("^(.*/)")
package.path = (folder and folder .. "?.lua;" .. folder .. "?/init.lua;" or "") .. "?.lua;?/init.lua"
package.cpath = ""
arg = { [0] = main }

local program, problem = loadfile(main)
local isFine
if program then
  isFine, problem = xpcall(program, report)
else
  problem = "lua: " .. problem
end
if isFine then
  flush(stdout)
  return 0
end
if problem == NO_MEMORY then
  -- there may be some again
  collectgarbage()
end
flush(stdout)
put(stderr, (problem == NO_MEMORY and "lua: " or "") .. tostring(problem) .. "\n")
return problem == NO_MEMORY and OUT_OF_MEMORY or 1
