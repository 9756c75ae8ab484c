# Attacks that a shell can express; the first line typed says which. Knows no box. Whatever gets out prints "escaped".
read -r word
read -r port
read -r server
read -r -a paths

escaped() { echo "escaped $*"; }

case $word in
forks)
  bomb() { bomb | bomb & }
  bomb
  sleep 100
  ;;
memory)
  text=x
  while :; do text="$text$text"; done
  ;;
memories)
  for _ in 1 2 3 4 5 6 7 8 9 10; do head -c 20m /dev/zero | tail | sleep 100 & done
  sleep 100
  ;;
disk)
  for folder in /tmp /room /dev/shm / /usr /var/tmp /dev; do
    head -c 20m /dev/zero 2>/dev/null >"$folder/f" && escaped "$folder"
  done 2>/dev/null
  ;;
output) yes ;;
stays)
  trap '' TERM INT HUP QUIT
  (setsid nohup sleep 1000 >/dev/null 2>&1 &)
  while :; do sleep 1000; done
  ;;
daemon) (setsid nohup sleep 1000 >/dev/null 2>&1 &) ;;
reads)
  for path in "${paths[@]}"; do
    { ls "$path/." || cat "$path"; } >/dev/null 2>&1 && escaped "$path"
  done
  ;;
looks)
  cat /proc/[0-9]*/environ 2>/dev/null | tr '\0' '\n' | grep -q SANDBOX_SECRET && escaped environment
  for process in /proc/[0-9]*; do
    tr '\0' ' ' <"$process/cmdline" 2>/dev/null
    echo
  done | grep -E '[j]est|[s]ystemd' | grep -qv bwrap && escaped processes
  ;;
signals)
  [ "$server" -gt 500 ] && kill -0 "$server" 2>/dev/null && escaped "$server"
  for pid in $(seq 20 400); do
    kill -9 "$pid" 2>/dev/null && [ "$pid" -gt 100 ] && escaped "$pid"
  done
  ;;
network)
  for host in 127.0.0.1 1.1.1.1 ::1; do
    (exec 3<>"/dev/tcp/$host/$port") 2>/dev/null && escaped "$host"
    (exec 3<>"/dev/udp/$host/53") 2>/dev/null && escaped "$host by UDP"
  done
  ;;
links)
  for target in / /etc/shadow /proc/1/root /proc/1/cwd /proc/self/root/../..; do
    ln -sfn "$target" l
    cat l l/etc/shadow l/root/.profile 2>/dev/null | grep -q . && escaped "$target"
  done
  ln /usr/bin/sh h 2>/dev/null && escaped "hard link"
  for file in /proc/self/fd/*; do ls "$file/../../etc/shadow" >/dev/null 2>&1 && escaped "$file"; done
  cp /bin/sh s
  chmod 6755 s
  ./s -p -c 'cat /etc/shadow' 2>/dev/null && escaped "set user"
  mknod d b 254 0 2>/dev/null && escaped device
  (: >/program) 2>/dev/null && escaped program
  (echo '|/room/x' >/proc/sys/kernel/core_pattern) 2>/dev/null && escaped kernel
  ;;
*) escaped "nothing tried" ;;
esac
exit 0
