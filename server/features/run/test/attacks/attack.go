// Attacks that Go can express; the first line typed says which. Knows no box. Whatever gets out prints "escaped".
package main

import (
	"bufio"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func tries(what string, err error) {
	if err == nil {
		fmt.Println("escaped", what)
	}
}

func start(name string, words ...string) error {
	_, err := os.StartProcess(name, append([]string{name}, words...), &os.ProcAttr{Sys: &syscall.SysProcAttr{Setsid: true}})
	return err
}

// fails where nothing was read
func read(path string) error {
	if _, err := os.ReadDir(path); err == nil {
		return nil
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	_, err = file.Read(make([]byte, 1))
	return err
}

func touch(bytes int) []byte {
	taken := make([]byte, bytes)
	for at := 0; at < bytes; at += 4096 {
		taken[at] = 1
	}
	return taken
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	line := func() string { in.Scan(); return in.Text() }
	word := line()
	port, _ := strconv.Atoi(line())
	server, _ := strconv.Atoi(line())
	paths, calls := strings.Fields(line()), strings.Fields(line())

	switch word {
	case "forks":
		for {
			start("/bin/sleep", "100")
		}
	case "memory":
		var taken [][]byte
		for {
			taken = append(taken, touch(1<<20))
		}
	case "memories":
		for i := 0; i < 10; i++ {
			start("/bin/sh", "-c", "head -c 20m /dev/zero | tail | sleep 100")
		}
		time.Sleep(100 * time.Second)
	case "disk":
		for _, path := range []string{"/tmp/f", "f", "/dev/shm/f"} {
			tries(path, os.WriteFile(path, make([]byte, 20<<20), 0600))
		}
	case "output":
		for {
			fmt.Println(strings.Repeat("x", 1000))
		}
	case "stays":
		signal.Ignore()
		start("/bin/sleep", "1000")
		for {
			time.Sleep(time.Second)
		}
	case "daemon":
		start("/bin/sleep", "1000")
	case "reads":
		for _, path := range paths {
			tries(path, read(path))
		}
	case "looks":
		if os.Getenv("SANDBOX_SECRET") != "" {
			fmt.Println("escaped environment")
		}
		entries, _ := os.ReadDir("/proc")
		for _, entry := range entries {
			text, _ := os.ReadFile("/proc/" + entry.Name() + "/environ")
			if strings.Contains(string(text), "SANDBOX_SECRET") {
				fmt.Println("escaped", entry.Name())
			}
		}
	case "signals":
		if server > 500 {
			tries("signal", syscall.Kill(server, 0))
		}
		syscall.Kill(-1, syscall.SIGKILL)
	case "network":
		for family := 0; family < 64; family++ {
			for kind := 1; kind < 6; kind++ {
				if family != syscall.AF_UNIX {
					_, err := syscall.Socket(family, kind, 0)
					tries(fmt.Sprint("socket ", family, kind), err)
				}
			}
		}
		if one, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0); err == nil {
			tries("connection", syscall.Connect(one, &syscall.SockaddrInet4{Port: port, Addr: [4]byte{127, 0, 0, 1}}))
		}
	case "links":
		os.Symlink("/proc/1/root", "l")
		tries("symbolic link", read("l/etc/shadow"))
		tries("hard link", os.Link("/usr/bin/env", "h"))
		tries("device", syscall.Mknod("d", syscall.S_IFBLK|0600, 254<<8))
		tries("chroot", syscall.Chroot("/tmp"))
		tries("user", syscall.Setuid(0))
		tries("owner", os.Chown("/tmp", 0, 0))
		tries("rename", os.Rename("/usr/bin/env", "/tmp/env"))
		tries("kernel", os.WriteFile("/proc/sys/kernel/core_pattern", []byte("|/room/x"), 0))
		tries("first process", os.WriteFile("/proc/1/oom_score_adj", []byte("-1000"), 0))
	case "calls":
		for _, call := range calls {
			number, _ := strconv.Atoi(strings.Split(call, ":")[1])
			if _, _, err := syscall.RawSyscall(uintptr(number), 0, 0, 0); err != syscall.EPERM {
				fmt.Println("escaped", call, err)
			}
		}
	default:
		fmt.Println("escaped nothing tried")
	}
}
