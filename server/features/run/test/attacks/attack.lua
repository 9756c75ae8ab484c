-- Attacks that Lua can express; the first line typed says which. Knows no box. Whatever gets out prints "escaped".
local word = io.read("l")
io.read("l")
io.read("l")
local paths = io.read("l")

local function escapedIf(happened, what)
  if happened then print("escaped", what) end
end

local function reads(path)
  local file = io.open(path, "rb")
  return file ~= nil and file:read(1) ~= nil
end

-- what is written is in the file when it is closed
local function writes(path, text)
  local file = io.open(path, "wb")
  if not file then return false end
  local isWritten = file:write(text)
  return file:close() and isWritten
end

if word == "forks" then
  while true do os.execute("sleep 100 &") end
elseif word == "memory" then
  local taken = {}
  while true do taken[#taken + 1] = string.rep("x", 1000000) .. #taken end
elseif word == "disk" then
  for _, path in ipairs({ "/tmp/f", "f", "/dev/shm/f" }) do escapedIf(writes(path, string.rep("x", 20 << 20)), path) end
elseif word == "output" then
  while true do print(string.rep("x", 1000)) end
elseif word == "daemon" then
  os.execute("(setsid nohup sleep 1000 >/dev/null 2>&1 &)")
elseif word == "reads" then
  for path in paths:gmatch("%S+") do escapedIf(reads(path), path) end
elseif word == "looks" then
  escapedIf(os.getenv("SANDBOX_SECRET"), "environment")
  for process = 1, 500 do
    local file = io.open("/proc/" .. process .. "/environ", "rb")
    escapedIf(file and file:read("a"):find("SANDBOX_SECRET"), process)
  end
elseif word == "links" then
  escapedIf(os.rename("/usr/bin/env", "/tmp/env"), "rename")
  escapedIf(writes("/proc/sys/kernel/core_pattern", "|/room/x"), "kernel")
  escapedIf(writes("/proc/1/oom_score_adj", "-1000"), "first process")
  escapedIf(os.remove("/usr/bin/env"), "remove")
else
  print("escaped", "nothing tried")
end
