// Attacks that C and C++ can express; the first line typed says which. Knows no box. Whatever gets out prints "escaped".
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <arpa/inet.h>
#include <unistd.h>

static char word[64], paths[4096], calls[4096];
static int port, server;

static int is(const char *name) { return strcmp(word, name) == 0; }
static void line(char *text, int size) {
  if (!fgets(text, size, stdin)) exit(2);
  text[strcspn(text, "\n")] = 0;
}
static void escapedIf(int happened, const char *what) {
  if (happened) printf("escaped %s\n", what);
}
static int reads(const char *path) {
  char byte;
  int file = open(path, O_RDONLY);
  DIR *folder = opendir(path);
  return folder != NULL || (file >= 0 && read(file, &byte, 1) > 0);
}
static int writes(const char *path) {
  int file = open(path, O_WRONLY);
  return file >= 0 && write(file, "h", 1) > 0;
}
static void leaveDaemon(void) {
  if (fork() != 0) return;
  setsid();
  if (fork() == 0) {
    close(0);
    close(1);
    close(2);
    for (;;) pause();
  }
  _exit(0);
}
// kept where the compiler sees it: otherwise it takes nothing
static char *volatile taken;
static void take(size_t bytes) {
  taken = (char *)malloc(bytes);
  if (taken) memset(taken, 1, bytes);
}
static int connects(const char *host) {
  struct sockaddr_in address;
  memset(&address, 0, sizeof address);
  address.sin_family = AF_INET;
  address.sin_port = htons((unsigned short)port);
  inet_pton(AF_INET, host, &address.sin_addr);
  return connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&address, sizeof address) == 0;
}

int main(void) {
  char number[32];
  line(word, sizeof word);
  line(number, sizeof number);
  port = atoi(number);
  line(number, sizeof number);
  server = atoi(number);
  line(paths, sizeof paths);
  line(calls, sizeof calls);

  if (is("forks")) for (;;) (void)!fork();
  else if (is("memory")) for (;;) take(1 << 20);
  else if (is("memories")) {
    for (int i = 0; i < 20; i++)
      if (fork() == 0) {
        take(8 << 20);
        sleep(100);
      }
    sleep(100);
  } else if (is("disk")) {
    for (int i = 0; i < 200000; i++) {
      char path[32];
      sprintf(path, "/tmp/%d", i);
      int file = open(path, O_CREAT | O_WRONLY, 0600);
      if (file < 0) return 0;
      close(file);
    }
  } else if (is("output")) for (;;) fprintf(stderr, "%01000d\n", 1);
  else if (is("stays")) {
    for (int s = 1; s < 64; s++) signal(s, SIG_IGN);
    leaveDaemon();
    for (;;) pause();
  } else if (is("daemon")) leaveDaemon();
  else if (is("reads")) {
    for (char *path = strtok(paths, " "); path; path = strtok(NULL, " ")) escapedIf(reads(path), path);
  } else if (is("looks")) {
    escapedIf(getenv("SANDBOX_SECRET") != NULL, "environment");
    char path[64], text[65536];
    for (int pid = 1; pid < 500; pid++) {
      sprintf(path, "/proc/%d/environ", pid);
      int file = open(path, O_RDONLY);
      ssize_t size = file < 0 ? 0 : read(file, text, sizeof text);
      escapedIf(size > 0 && memmem(text, (size_t)size, "SANDBOX_SECRET", 14) != NULL, path);
    }
  } else if (is("signals")) {
    escapedIf(server > 500 && kill(server, 0) == 0, "signal");
    kill(-1, SIGKILL);
    kill(1, SIGKILL);
  } else if (is("network")) {
    for (int family = 0; family < 64; family++)
      for (int type = 1; type < 6; type++)
        if (family != AF_UNIX) escapedIf(socket(family, type, 0) >= 0, "socket");
    escapedIf(connects("127.0.0.1") || connects("1.1.1.1"), "connection");
    struct sockaddr_un docker = {AF_UNIX, "/run/docker.sock"};
    escapedIf(connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&docker, sizeof docker) == 0, "docker");
  } else if (is("links")) {
    escapedIf(symlink("/proc/1/root", "l") == 0 && reads("l/etc/shadow"), "symbolic link");
    escapedIf(link("/usr/bin/env", "h") == 0, "hard link");
    escapedIf(mknod("d", S_IFBLK | 0600, 254 << 8) == 0, "device");
    escapedIf(chroot("/tmp") == 0, "chroot");
    escapedIf(setuid(0) == 0 || setgid(0) == 0, "user");
    escapedIf(chown("/tmp", 0, 0) == 0, "owner");
    escapedIf(rename("/usr/bin/env", "/tmp/env") == 0, "rename");
    escapedIf(writes("/proc/sys/kernel/core_pattern") || writes("/proc/sysrq-trigger"), "kernel");
  } else if (is("calls")) {
    for (char *call = strtok(calls, " "); call; call = strtok(NULL, " ")) {
      errno = 0;
      escapedIf(syscall(atoi(strchr(call, ':') + 1), 0, 0, 0, 0, 0) != -1 || errno != EPERM, call);
    }
    escapedIf(syscall(1000, 0) != -1 || errno != ENOSYS, "unknown call");
    escapedIf(unshare(CLONE_NEWUSER) == 0 || unshare(CLONE_NEWNET) == 0, "unshare");
    escapedIf(syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0) >= 0, "clone");
    escapedIf(socket(40, SOCK_STREAM, 0) >= 0 || errno != EAFNOSUPPORT, "vsock");
    escapedIf(mount("none", "/tmp", "tmpfs", 0, 0) == 0, "mount");
  } else if (is("foreign")) {
    // getpid as a 32-bit program: who is killed prints nothing
    long answer;
    __asm__ volatile("int $0x80" : "=a"(answer) : "a"(20));
    escapedIf(1, "int 0x80");
  } else escapedIf(1, "nothing tried");
  return 0;
}
