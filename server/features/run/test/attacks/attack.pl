# Attacks that Perl can express; the first line typed says which. Knows no box. Whatever gets out prints "escaped".
use POSIX ();
use Socket;

chomp(my ($word, $port, $server, $paths, $calls) = map { scalar <STDIN> } 1 .. 5);

sub escaped_if { print "escaped $_[1]\n" if $_[0] }

sub reads { my ($path) = @_; (opendir(my $d, $path)) || (open(my $f, "<", $path) && defined getc($f)) }

sub writes {
    my ($path, $text) = @_;
    open(my $f, ">", $path) or return 0;
    return print($f $text) && close($f);
}

sub leave_daemon {
    return if fork;
    POSIX::setsid();
    if (!fork) { close(STDIN); close(STDOUT); close(STDERR); sleep 1000 }
    POSIX::_exit(0);
}

sub connects {
    my ($host) = @_;
    socket(my $s, AF_INET, SOCK_STREAM, 0) && connect($s, pack_sockaddr_in($port, inet_aton($host)));
}

if ($word eq "forks") { fork while 1 }
elsif ($word eq "memory") { my @taken; push @taken, "x" x 1000000 while 1 }
elsif ($word eq "memories") {
    for (1 .. 16) { if (!fork) { my $taken = "x" x (8 << 20); sleep 100 } }
    sleep 100;
}
elsif ($word eq "disk") { escaped_if(writes($_, "x" x (20 << 20)), $_) for "/tmp/f", "f", "/dev/shm/f" }
elsif ($word eq "output") { print "x" x 1000 while 1 }
elsif ($word eq "stays") {
    $SIG{$_} = "IGNORE" for qw(TERM INT HUP QUIT USR1 USR2 ALRM PIPE);
    leave_daemon();
    sleep 1000 while 1;
}
elsif ($word eq "daemon") { leave_daemon() }
elsif ($word eq "reads") { escaped_if(reads($_), $_) for split / /, $paths }
elsif ($word eq "looks") {
    escaped_if(exists $ENV{SANDBOX_SECRET}, "environment");
    for my $path (glob "/proc/[0-9]*/environ") {
        open(my $f, "<", $path) or next;
        escaped_if(index(join("", <$f>), "SANDBOX_SECRET") >= 0, $path);
    }
}
elsif ($word eq "signals") {
    escaped_if($server > 500 && kill(0, $server), "signal");
    kill "KILL", -1;
}
elsif ($word eq "network") {
    for my $family (0 .. 63) {
        next if $family == AF_UNIX;
        escaped_if(socket(my $s, $family, $_, 0), "socket $family $_") for 1 .. 5;
    }
    escaped_if(connects($_), $_) for "127.0.0.1", "1.1.1.1";
}
elsif ($word eq "links") {
    escaped_if(symlink("/proc/1/root", "l") && reads("l/etc/shadow"), "symbolic link");
    escaped_if(link("/usr/bin/env", "h"), "hard link");
    escaped_if(chroot("/tmp"), "chroot");
    escaped_if(chown(0, 0, "/tmp"), "owner");
    escaped_if(POSIX::setuid(0), "user");
    escaped_if(rename("/usr/bin/env", "/tmp/env"), "rename");
    escaped_if(writes("/proc/sys/kernel/core_pattern", "|/room/x"), "kernel");
    escaped_if(writes("/proc/1/oom_score_adj", "-1000"), "first process");
}
elsif ($word eq "calls") {
    for (split / /, $calls) {
        my ($number) = /:(\d+)/;
        $! = 0;
        escaped_if(syscall($number, 0, 0, 0, 0, 0) != -1 || $! != 1, $_);
    }
}
else { escaped_if(1, "nothing tried") }
