package dev.pawl.server.notify;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server that holds its clients to RFC 5321: order of commands, length of lines, no bare line feeds. */
final class FakeMailServer implements AutoCloseable {

    private static final int LONGEST_LINE = 998;

    final List<String> mails = new CopyOnWriteArrayList<>();
    final List<String> recipients = new CopyOnWriteArrayList<>();
    final List<String> violations = new CopyOnWriteArrayList<>();

    /** What it wants: {@code user:password}; {@code null} for nothing. */
    volatile @Nullable String credentials;

    /** Answer to each recipient whose address begins with {@code bad}. */
    volatile String toBad = "550 5.1.1 no such user s3cr3t";

    /** Answer to each recipient whose address begins with {@code grey}. */
    volatile String toGrey = "450 4.2.0 greylisted s3cr3t";

    volatile String toMail = "250 2.1.0 fine";
    volatile String toData = "250 2.0.0 queued";
    volatile boolean hangs;

    /** Keeps the mail and breaks the connection before it says so. */
    volatile boolean diesAfterData;

    /** Takes the mail, says so, and breaks the connection when the client says good-bye. */
    volatile boolean diesAtQuit;

    /** Says nothing when the client says good-bye. */
    volatile boolean hangsAtQuit;

    /** Waits so long before each answer. */
    volatile int slowMillis;

    /** Offers STARTTLS with this; {@code null} for none. */
    volatile @Nullable SSLContext tls;

    /** Whether each connection is encrypted from its start. */
    volatile boolean isEncryptedFromStart;

    /** What each login came over. */
    final List<String> logins = new CopyOnWriteArrayList<>();

    private final ServerSocket socket;
    private final List<Socket> clients = new CopyOnWriteArrayList<>();

    FakeMailServer() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(this::accept, "fake mail server");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                clients.add(client);
                Thread thread = new Thread(() -> serve(client), "fake mail");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            Socket connection = isEncryptedFromStart ? encrypted(client) : client;
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            if (hangs) {
                in.read();
                Thread.sleep(60_000);
            }
            say(out, "220 fake ESMTP");
            boolean isEncrypted = isEncryptedFromStart;
            boolean isKnown = credentials == null;
            boolean hasSender = false;
            int accepted = 0;
            while (true) {
                String line = line(in);
                if (line == null) return;
                Thread.sleep(slowMillis);
                String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
                switch (verb) {
                    case "EHLO" -> {
                        say(out, "250-fake");
                        if (credentials != null) say(out, "250-AUTH PLAIN");
                        if (tls != null && !isEncrypted) say(out, "250-STARTTLS");
                        say(out, "250-8BITMIME");
                        say(out, "250 SIZE 10000000");
                    }
                    case "STARTTLS" -> {
                        say(out, "220 go on");
                        connection = encrypted(client);
                        in = new BufferedInputStream(connection.getInputStream());
                        out = connection.getOutputStream();
                        isEncrypted = true;
                        isKnown = credentials == null;
                    }
                    case "AUTH" -> {
                        logins.add(isEncrypted ? "encrypted" : "clear");
                        String[] words = line.split(" ");
                        String given =
                                new String(Base64.getDecoder().decode(words[words.length - 1]), StandardCharsets.UTF_8);
                        isKnown = given.substring(given.indexOf('\0') + 1)
                                .replace('\0', ':')
                                .equals(credentials);
                        say(out, isKnown ? "235 2.7.0 welcome" : "535 5.7.8 wrong");
                    }
                    case "MAIL" -> {
                        if (!isKnown) violations.add("MAIL before AUTH");
                        hasSender = toMail.startsWith("250");
                        accepted = 0;
                        say(out, toMail);
                    }
                    case "RCPT" -> {
                        if (!hasSender) violations.add("RCPT before MAIL");
                        boolean isBad = line.contains("<bad") && !toBad.startsWith("250");
                        boolean isGrey = line.contains("<grey") && !toGrey.startsWith("250");
                        if (!isBad && !isGrey) {
                            accepted++;
                            recipients.add(line.replaceAll(".*<(.*)>.*", "$1"));
                        }
                        say(out, isBad ? toBad : isGrey ? toGrey : "250 2.1.5 fine");
                    }
                    case "DATA" -> {
                        if (accepted == 0) {
                            say(out, "554 5.5.1 nobody to send to");
                            break;
                        }
                        say(out, "354 go on");
                        String mail = data(in);
                        boolean isTaken = toData.startsWith("250");
                        if (isTaken) mails.add(mail);
                        if (diesAfterData) return;
                        say(out, toData);
                    }
                    case "RSET", "NOOP" -> say(out, "250 fine");
                    case "QUIT" -> {
                        if (diesAtQuit) return;
                        if (hangsAtQuit) Thread.sleep(60_000);
                        say(out, "221 bye");
                        return;
                    }
                    default -> {
                        violations.add("unknown command " + verb);
                        say(out, "500 unknown");
                    }
                }
            }
        } catch (IOException | InterruptedException gone) {
            // The client left.
        }
    }

    private Socket encrypted(Socket client) throws IOException {
        SSLSocket encrypted = (SSLSocket) tls.getSocketFactory().createSocket(client, null, client.getPort(), true);
        encrypted.setUseClientMode(false);
        encrypted.startHandshake();
        return encrypted;
    }

    private String data(InputStream in) throws IOException {
        StringBuilder mail = new StringBuilder();
        for (String line = line(in); line != null && !line.equals("."); line = line(in))
            mail.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        return mail.toString();
    }

    private @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int before = -1;
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                if (before != '\r') violations.add("a bare line feed");
                String line = bytes.toString(StandardCharsets.ISO_8859_1).replaceFirst("\r$", "");
                if (line.length() > LONGEST_LINE) violations.add("a line of " + line.length() + " bytes");
                return line;
            }
            bytes.write(next);
            before = next;
        }
        return null;
    }

    private static void say(OutputStream out, String answer) throws IOException {
        out.write((answer + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Breaks every connection. */
    void hangUp() throws IOException {
        for (Socket client : clients) client.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        hangUp();
    }
}
