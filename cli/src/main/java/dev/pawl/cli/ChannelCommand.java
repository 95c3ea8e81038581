package dev.pawl.cli;

import dev.pawl.model.Severity;
import dev.pawl.report.VisibleText;
import dev.pawl.server.config.MailSettings;
import dev.pawl.server.notify.ChannelClient;
import dev.pawl.server.notify.ChannelClient.Outcome;
import dev.pawl.server.notify.TrendPictures;
import dev.pawl.server.store.ChannelRow;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pawl channel}: who hears of regressions. Works on the server's own database file, also while the server runs. */
@Command(
        name = "channel",
        description = "Set up who hears of regressions: Slack, Discord, mail or a webhook; on the server's machine.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ChannelCommand.Add.class,
            ChannelCommand.ListAll.class,
            ChannelCommand.Remove.class,
            ChannelCommand.Test.class
        })
final class ChannelCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: pawl channel add, list, remove or test");
    }

    private static @Nullable MailSettings mailSettings() {
        try {
            return MailSettings.of(System.getenv());
        } catch (IllegalArgumentException nonsense) {
            throw new UsageException(nonsense.getMessage());
        }
    }

    /** Where and whose a channel is. */
    static final class Place {
        @Mixin
        private DataOption data;

        @Option(names = "--project", paramLabel = "P", required = true, description = "The project.")
        private String project;

        private ProjectRow in(Store store) {
            return store.read(view -> view.projects().find(project))
                    .orElseThrow(
                            () -> new UsageException("there is no project '" + project + "'; see 'pawl project list'"));
        }

        private ChannelRow channel(Store store, String name) {
            long id = in(store).id();
            return store.read(view -> view.channels().list(id)).stream()
                    .filter(channel -> channel.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new UsageException(
                            "project " + project + " has no channel '" + name + "'; see 'pawl channel list'"));
        }
    }

    /** {@code pawl channel add}. */
    @Command(
            name = "add",
            description = {
                "Add a channel. Its address is a secret: it is read from an environment variable or standard input,",
                "because a command line is seen by everybody on the machine."
            },
            mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {

        private static final int LONGEST_NAME = 64;

        @Mixin
        private Place place;

        @Parameters(paramLabel = "KIND", description = "slack, discord, webhook or email.")
        private ChannelRow.Kind kind;

        @Option(names = "--name", required = true, description = "What it is called here, such as '#perf'.")
        private String name;

        @Option(
                names = "--url-env",
                paramLabel = "VAR",
                description = "Environment variable that holds the address (default: a line of standard input).")
        private @Nullable String urlVariable;

        @Option(
                names = "--to",
                paramLabel = "ADDRESSES",
                description = "Whom a mail goes to, with commas between them; for email, in place of an address.")
        private @Nullable String recipients;

        @Option(
                names = "--events",
                paramLabel = "EVENT",
                split = ",",
                defaultValue = "regression,resolved,missing,drift",
                description = "What is told; 'weekly' besides, for what a week brought (default: ${DEFAULT-VALUE}).")
        private Set<ChannelRow.Event> events;

        @Option(
                names = "--signing-env",
                paramLabel = "VAR",
                description = "Environment variable that holds a webhook's signing key (whsec_… or any text).")
        private @Nullable String signingVariable;

        @Option(
                names = "--severity",
                defaultValue = "warning",
                description = "From which severity on: warning or critical (default: ${DEFAULT-VALUE}).")
        private Severity severity;

        @Option(
                names = "--benchmarks",
                paramLabel = "GLOB",
                defaultValue = "*",
                description = "Only benchmarks whose name matches (default: all).")
        private String benchmarks;

        @Option(
                names = "--allow-private",
                description = "The address may lead into a private network, such as a service beside the server.")
        private boolean allowPrivate;

        @Override
        public Integer call() throws IOException {
            if (name.isBlank() || name.length() > LONGEST_NAME)
                throw new UsageException("--name must have 1 to " + LONGEST_NAME + " characters");
            if (signingVariable != null && kind != ChannelRow.Kind.WEBHOOK)
                throw new UsageException("--signing-env is for webhooks");
            if (recipients != null != (kind == ChannelRow.Kind.EMAIL))
                throw new UsageException("--to names whom a mail goes to; it is needed for email, and only there");
            if (recipients != null && urlVariable != null)
                throw new UsageException("--to and --url-env exclude each other");
            Map<String, String> environment = System.getenv();
            URI address = recipients != null
                    ? mailto(recipients)
                    : address(urlVariable == null ? line() : secret(environment, urlVariable));
            String key = signingVariable == null ? null : secret(environment, signingVariable);
            try (Store store = place.data.openExisting()) {
                long projectId = place.in(store).id();
                boolean exists = store.read(view -> view.channels().list(projectId)).stream()
                        .anyMatch(channel -> channel.name().equals(name));
                if (exists)
                    throw new UsageException("project " + place.project + " has a channel '" + name + "' already");
                store.write(session -> session.channels()
                        .add(new ChannelRow(
                                0,
                                projectId,
                                name,
                                kind,
                                address,
                                key,
                                severity,
                                benchmarks,
                                events,
                                allowPrivate,
                                null,
                                Instant.now())));
            }
            // Not an error: the server may have been started with settings that this shell does not have.
            if (kind == ChannelRow.Kind.EMAIL && mailSettings() == null)
                System.err.println("note: PAWL_SMTP_URL is not set here; the server sends no mail before it is started"
                        + " with PAWL_SMTP_URL and PAWL_SMTP_FROM");
            System.err.println("added; try it with: pawl channel test --project " + place.project + " '" + name + "'");
            return ExitCode.FINE.number();
        }

        private static String secret(Map<String, String> environment, String variable) {
            String value = environment.get(variable);
            if (value == null || value.isBlank())
                throw new UsageException("the environment variable " + variable + " is not set");
            return value.strip();
        }

        private static String line() throws IOException {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String line = in.readLine();
            if (line == null || line.isBlank())
                throw new UsageException("no address came on standard input; give it there, or name --url-env");
            return line.strip();
        }

        private static URI mailto(String recipients) {
            String text = recipients.replaceAll("\\s", "");
            if (!ChannelClient.areAddresses(text))
                throw new UsageException("--to " + VisibleText.of(recipients) + ": these are no mail addresses");
            try {
                return new URI("mailto", text, null);
            } catch (URISyntaxException e) {
                throw new UsageException("--to " + VisibleText.of(recipients) + ": these are no mail addresses");
            }
        }

        /** Without repeating it in the message. */
        private static URI address(String text) {
            try {
                URI address = URI.create(text);
                boolean isHttp = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
                if (isHttp && address.getHost() != null) return address;
            } catch (IllegalArgumentException malformed) {
                throw new UsageException("the address is not a valid one; it begins with https://");
            }
            throw new UsageException("the address must begin with https:// and name a host");
        }
    }

    /** {@code pawl channel list}. */
    @Command(name = "list", description = "List the channels, without their secrets.", mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<Integer> {

        @Mixin
        private Place place;

        @Override
        public Integer call() {
            try (Store store = place.data.openExisting()) {
                long projectId = place.in(store).id();
                List<ChannelRow> channels = store.read(view -> view.channels().list(projectId));
                for (ChannelRow channel : channels) {
                    System.out.printf(
                            "%-20s  %-7s  %s  from %s  benchmarks %s  %s  %s%n",
                            VisibleText.of(channel.name()),
                            channel.kind().name().toLowerCase(Locale.ROOT),
                            VisibleText.of(channel.place()),
                            channel.severity().name().toLowerCase(Locale.ROOT),
                            VisibleText.of(channel.benchmarks()),
                            channel.events().stream()
                                    .sorted()
                                    .map(ChannelRow.Event::word)
                                    .collect(Collectors.joining(",")),
                            channel.disabledBecause() == null ? "works" : "disabled: " + channel.disabledBecause());
                }
            }
            return ExitCode.FINE.number();
        }
    }

    /** {@code pawl channel remove}. */
    @Command(name = "remove", description = "Remove a channel.", mixinStandardHelpOptions = true)
    static final class Remove implements Callable<Integer> {

        @Mixin
        private Place place;

        @Parameters(paramLabel = "NAME", description = "Its name in 'pawl channel list'.")
        private String name;

        @Override
        public Integer call() {
            try (Store store = place.data.openExisting()) {
                ChannelRow channel = place.channel(store, name);
                store.write(session -> session.channels().remove(channel.projectId(), name));
            }
            return ExitCode.FINE.number();
        }
    }

    /** {@code pawl channel test}. */
    @Command(name = "test", description = "Send a sample message.", mixinStandardHelpOptions = true)
    static final class Test implements Callable<Integer> {

        @Mixin
        private Place place;

        @Parameters(paramLabel = "NAME", description = "Its name in 'pawl channel list'.")
        private String name;

        @Override
        public Integer call() {
            ChannelRow channel;
            try (Store store = place.data.openExisting()) {
                channel = place.channel(store, name);
            }
            Outcome outcome = new ChannelClient(mailSettings(), TrendPictures.NONE).test(channel, place.project, null);
            if (outcome instanceof Outcome.Delivered) {
                System.out.println("delivered");
                return ExitCode.FINE.number();
            }
            throw new StoreException(why(outcome));
        }

        private static String why(Outcome outcome) {
            if (outcome instanceof Outcome.Failed failed) return failed.why();
            if (outcome instanceof Outcome.Refused refused) return refused.why();
            if (outcome instanceof Outcome.Partly partly) return why(partly.rest());
            return ((Outcome.Gone) outcome).why();
        }
    }
}
