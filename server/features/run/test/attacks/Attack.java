// Attacks that Java can express; the first line typed says which. Knows no box. Whatever gets out prints "escaped".
import java.io.*;
import java.net.*;
import java.nio.file.*;
import java.util.*;

class Attack {
    interface Attempt { void run() throws Exception; }

    static void tries(String what, Attempt attempt) {
        try {
            attempt.run();
            System.out.println("escaped " + what);
        } catch (Exception refused) {
        }
    }

    static void read(String path) throws IOException {
        if (Files.isDirectory(Path.of(path))) Files.newDirectoryStream(Path.of(path)).close();
        else try (InputStream in = Files.newInputStream(Path.of(path))) {
            if (in.read() < 0) throw new IOException("empty");
        }
    }

    static void alone(String command) throws IOException {
        new ProcessBuilder("setsid", "sh", "-c", command).redirectErrorStream(true).redirectOutput(new File("/dev/null")).start();
    }

    public static void main(String[] words) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        String word = in.readLine();
        int port = Integer.parseInt(in.readLine());
        long server = Long.parseLong(in.readLine());
        String[] paths = in.readLine().split(" ");
        switch (word) {
            case "forks":
                for (;;) try { new ProcessBuilder("sleep", "100").start(); } catch (IOException refused) {}
            case "memory":
                List<byte[]> taken = new ArrayList<>();
                for (;;) taken.add(new byte[1 << 20]);
            case "memories":
                for (int i = 0; i < 10; i++) alone("head -c 20m /dev/zero | tail | sleep 100");
                Thread.sleep(100_000);
                break;
            case "disk":
                for (String path : List.of("/tmp/f", "f", "/dev/shm/f"))
                    tries(path, () -> { try (OutputStream out = Files.newOutputStream(Path.of(path))) { for (int i = 0; i < 20; i++) out.write(new byte[1 << 20]); } });
                break;
            case "output":
                for (;;) System.out.println("x".repeat(1000));
            case "stays":
                Runtime.getRuntime().addShutdownHook(new Thread(() -> { for (;;) try { Thread.sleep(1000); } catch (InterruptedException ignored) {} }));
                alone("sleep 1000");
                Thread.sleep(1_000_000);
                break;
            case "daemon":
                alone("sleep 1000");
                break;
            case "reads":
                for (String path : paths) tries(path, () -> read(path));
                break;
            case "looks":
                if (System.getenv("SANDBOX_SECRET") != null) System.out.println("escaped environment");
                for (String name : new File("/proc").list())
                    tries(name, () -> { if (!Files.readString(Path.of("/proc/" + name + "/environ")).contains("SANDBOX_SECRET")) throw new IOException("not there"); });
                break;
            case "signals":
                if (server > 500 && ProcessHandle.of(server).isPresent()) System.out.println("escaped signal");
                ProcessHandle.allProcesses().forEach(ProcessHandle::destroyForcibly);
                break;
            case "network":
                for (String host : List.of("127.0.0.1", "1.1.1.1", "::1")) tries(host, () -> new Socket(host, port).close());
                tries("datagram", () -> { try (DatagramSocket one = new DatagramSocket()) { one.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName("1.1.1.1"), 53)); } });
                break;
            case "links":
                Files.createSymbolicLink(Path.of("l"), Path.of("/proc/1/root"));
                tries("symbolic link", () -> read("l/etc/shadow"));
                tries("hard link", () -> Files.createLink(Path.of("h"), Path.of("/usr/bin/env")));
                tries("rename", () -> Files.move(Path.of("/usr/bin/env"), Path.of("/tmp/env"), StandardCopyOption.ATOMIC_MOVE));
                tries("kernel", () -> Files.writeString(Path.of("/proc/sys/kernel/core_pattern"), "|/room/x"));
                tries("first process", () -> Files.writeString(Path.of("/proc/1/oom_score_adj"), "-1000"));
                break;
            default:
                System.out.println("escaped nothing tried");
        }
    }
}
