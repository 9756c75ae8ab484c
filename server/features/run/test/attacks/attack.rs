// Attacks that Rust can express; the first line typed says which. Knows no box. Whatever gets out prints "escaped".
use std::ffi::CString;
use std::io::{Error, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixStream;
use std::{fs, thread, time::Duration};

extern "C" {
    fn fork() -> i32;
    fn setsid() -> i32;
    fn close(descriptor: i32) -> i32;
    fn signal(number: i32, handler: usize) -> usize;
    fn kill(process: i32, number: i32) -> i32;
    fn socket(family: i32, kind: i32, protocol: i32) -> i32;
    fn chroot(path: *const i8) -> i32;
    fn setuid(user: u32) -> i32;
    fn chown(path: *const i8, user: u32, group: u32) -> i32;
    fn mknod(path: *const i8, mode: u32, device: u64) -> i32;
    fn syscall(number: i64, ...) -> i64;
}

const EPERM: i32 = 1;

fn escaped_if(happened: bool, what: &str) {
    if happened {
        println!("escaped {}", what);
    }
}

fn rest() {
    loop {
        thread::sleep(Duration::from_secs(1000));
    }
}

unsafe fn leave_daemon() {
    if fork() == 0 {
        setsid();
        if fork() == 0 {
            for descriptor in 0..3 {
                close(descriptor);
            }
            rest();
        }
        std::process::exit(0);
    }
}

fn reads(path: &str) -> bool {
    let mut byte = [0];
    fs::read_dir(path).is_ok() || fs::File::open(path).and_then(|mut file| file.read(&mut byte)).unwrap_or(0) > 0
}

fn writes(path: &str, text: &str) -> bool {
    fs::OpenOptions::new().write(true).open(path).and_then(|mut file| file.write_all(text.as_bytes())).is_ok()
}

fn main() {
    let mut typed = String::new();
    std::io::stdin().read_to_string(&mut typed).unwrap();
    let lines: Vec<&str> = typed.lines().collect();
    let (port, server): (u16, i32) = (lines[1].parse().unwrap(), lines[2].parse().unwrap());
    let path = |text: &str| CString::new(text).unwrap();
    unsafe {
        match lines[0] {
            "forks" => loop {
                fork();
            },
            "memory" => {
                let mut taken = Vec::new();
                loop {
                    taken.push(vec![1u8; 1 << 20]);
                }
            }
            "memories" => {
                for _ in 0..16 {
                    if fork() == 0 {
                        let taken = vec![1u8; 8 << 20];
                        rest();
                        drop(taken);
                    }
                }
                rest();
            }
            "disk" => {
                for name in ["/tmp/f", "f", "/dev/shm/f"] {
                    escaped_if(fs::write(name, vec![0u8; 20 << 20]).is_ok(), name);
                }
            }
            "output" => loop {
                eprintln!("{}", "x".repeat(1000));
            },
            "stays" => {
                for number in 1..64 {
                    signal(number, 1);
                }
                leave_daemon();
                rest();
            }
            "daemon" => leave_daemon(),
            "reads" => {
                for name in lines[3].split(' ') {
                    escaped_if(reads(name), name);
                }
            }
            "looks" => {
                escaped_if(std::env::var("SANDBOX_SECRET").is_ok(), "environment");
                for entry in fs::read_dir("/proc").unwrap().flatten() {
                    let text = fs::read(entry.path().join("environ")).unwrap_or_default();
                    escaped_if(String::from_utf8_lossy(&text).contains("SANDBOX_SECRET"), "another's environment");
                }
            }
            "signals" => {
                escaped_if(server > 500 && kill(server, 0) == 0, "signal");
                kill(-1, 9);
                kill(1, 9);
            }
            "network" => {
                for family in 0..64 {
                    for kind in 1..6 {
                        escaped_if(family != 1 && socket(family, kind, 0) >= 0, "socket");
                    }
                }
                for host in ["127.0.0.1", "1.1.1.1", "::1"] {
                    escaped_if(TcpStream::connect((host, port)).is_ok(), host);
                }
                escaped_if(UnixStream::connect("/run/docker.sock").is_ok(), "docker");
            }
            "links" => {
                escaped_if(symlink("/proc/1/root", "l").is_ok() && reads("l/etc/shadow"), "symbolic link");
                escaped_if(fs::hard_link("/usr/bin/env", "h").is_ok(), "hard link");
                escaped_if(mknod(path("d").as_ptr(), 0o60600, 254 << 8) == 0, "device");
                escaped_if(chroot(path("/tmp").as_ptr()) == 0, "chroot");
                escaped_if(setuid(0) == 0, "user");
                escaped_if(chown(path("/tmp").as_ptr(), 0, 0) == 0, "owner");
                escaped_if(fs::rename("/usr/bin/env", "/tmp/env").is_ok(), "rename");
                escaped_if(writes("/proc/sys/kernel/core_pattern", "|/room/x"), "kernel");
                escaped_if(writes("/proc/1/oom_score_adj", "-1000"), "first process");
            }
            "calls" => {
                for call in lines[4].split(' ') {
                    let number: i64 = call.split(':').last().unwrap().parse().unwrap();
                    let answer = syscall(number, 0, 0, 0, 0, 0);
                    escaped_if(answer != -1 || Error::last_os_error().raw_os_error() != Some(EPERM), call);
                }
            }
            "foreign" => {
                // getpid as a 32-bit program: who is killed prints nothing
                std::arch::asm!("int 0x80", inout("eax") 20 => _);
                escaped_if(true, "int 0x80");
            }
            _ => escaped_if(true, "nothing tried"),
        }
    }
}
