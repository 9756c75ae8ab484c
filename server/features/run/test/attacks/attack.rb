# Attacks that Ruby can express; the first line typed says which. Knows no box. Whatever gets out prints "escaped".
require "socket"

word, port, server, paths, calls = Array.new(5) { $stdin.gets.chomp }

def tries(what)
  puts "escaped #{what}" if yield
rescue SystemCallError, NotImplementedError, SocketError
  nil
end

def reads(path)
  File.directory?(path) ? Dir.children(path) : File.read(path, 1)
end

def leave_daemon
  return if fork

  Process.setsid
  if fork.nil?
    [$stdin, $stdout, $stderr].each(&:close)
    sleep 1000
  end
  exit!(0)
end

case word
when "forks" then loop { fork rescue nil }
when "memory"
  taken = []
  loop { taken << ("x" * 1_000_000) }
when "memories"
  16.times do
    next if fork

    taken = "x" * (8 << 20)
    sleep 100
  end
  sleep 100
when "disk" then ["/tmp/f", "f", "/dev/shm/f"].each { |path| tries(path) { File.write(path, "x" * (20 << 20)) } }
when "output" then loop { puts "x" * 1000 }
when "stays"
  %w[TERM INT HUP QUIT USR1 USR2].each { |name| trap(name, "IGNORE") }
  leave_daemon
  loop { sleep 1000 }
when "daemon" then leave_daemon
when "reads" then paths.split.each { |path| tries(path) { reads(path) } }
when "looks"
  tries("environment") { ENV.key?("SANDBOX_SECRET") }
  Dir.glob("/proc/[0-9]*/environ") { |path| tries(path) { File.read(path).include?("SANDBOX_SECRET") } }
when "signals"
  tries("signal") { server.to_i > 500 && Process.kill(0, server.to_i) }
  tries("all") { Process.kill("KILL", -1) }
when "network"
  (0...64).each do |family|
    (1..5).each { |kind| tries("socket #{family} #{kind}") { Socket.new(family, kind, 0) } unless family == Socket::AF_UNIX }
  end
  ["127.0.0.1", "1.1.1.1", "::1"].each { |host| tries(host) { TCPSocket.new(host, port.to_i) } }
  tries("docker") { UNIXSocket.new("/run/docker.sock") }
when "links"
  tries("symbolic link") { File.symlink("/proc/1/root", "l") && reads("l/etc/shadow") }
  tries("hard link") { File.link("/usr/bin/env", "h") }
  tries("chroot") { Dir.chroot("/tmp") || true }
  tries("user") { Process::Sys.setuid(0) || true }
  tries("owner") { File.chown(0, 0, "/tmp") }
  tries("rename") { File.rename("/usr/bin/env", "/tmp/env") }
  tries("kernel") { File.write("/proc/sys/kernel/core_pattern", "|/room/x") }
  tries("first process") { File.write("/proc/1/oom_score_adj", "-1000") }
when "calls"
  calls.split.each do |call|
    syscall(call.split(":")[1].to_i, 0, 0, 0, 0, 0)
    puts "escaped #{call}"
  rescue Errno::EPERM
    nil
  rescue SystemCallError => error
    puts "escaped #{call} #{error}"
  end
else puts "escaped nothing tried"
end
