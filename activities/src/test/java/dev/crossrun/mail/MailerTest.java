package dev.crossrun.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.NotificationActivities.Notice;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Role;
import dev.crossrun.run.task.TaskKind;
import io.temporal.failure.ApplicationFailure;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** E-mails to an SMTP server that is not of this project, in plain text and with TLS; its certificate is for localhost. */
class MailerTest {
    private static final URI DESK = URI.create("https://crossrun.example.com/desk");
    private static final String RUN = "connect-federation.prod:5f0d3c4e-8d7b-4b0e-9c54-2f7c1a9e6b10";
    private static final String PASSWORD = "changeit";

    @TempDir
    static Path folder;

    private static GreenMail server;
    private static SSLSocketFactory trusting;

    @BeforeAll
    static void open() throws Exception {
        Path keys = folder.resolve("keys.p12");
        int exit = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "smtp",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).isZero();
        System.setProperty("greenmail.tls.keystore.file", keys.toString());
        System.setProperty("greenmail.tls.keystore.password", PASSWORD);
        trusting = trusting(keys);
        server = new GreenMail(new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
        });
        server.start();
        server.setUser("crossrun@example.com", "crossrun", "secret");
    }

    private static SSLSocketFactory trusting(Path keys) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(keys)) {
            store.load(file, PASSWORD.toCharArray());
        }
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("smtp", store.getCertificate("smtp"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    @AfterAll
    static void close() {
        server.stop();
        System.clearProperty("greenmail.tls.keystore.file");
        System.clearProperty("greenmail.tls.keystore.password");
    }

    @BeforeEach
    void empty() throws Exception {
        server.purgeEmailFromAllMailboxes();
    }

    @Test
    void saysWhatIsWantedByWhenAndWhere() throws Exception {
        assertThat(plain().send(notice("Approve the plan", RunEvent.Type.TASK_OPENED, TaskKind.APPROVAL)))
                .isEmpty();
        MimeMessage mail = received(2).get(0);
        assertThat(mail.getSubject()).isEqualTo("Crossrun: Approve the plan (prod)");
        assertThat(mail.getFrom()[0]).hasToString("crossrun@example.com");
        assertThat(mail.getHeader("To", ", ")).isEqualTo("approvers@example.com, oncall@example.com");
        assertThat(mail.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
        assertThat(mail.getContent().toString().strip()).isEqualToNormalizingNewlines("""
                A plan needs an approval.

                Task: Approve the plan
                Run: connect-federation, prod
                Requested by: kim@example.com
                Answer by: 2026-11-28T08:00:00Z

                https://crossrun.example.com/desk/runs/%s/tasks/approve-plan.approval.1

                The link opens the task. It decides nothing.""".formatted(RUN));
    }

    @Test
    void hasTheSameIdAtEachAttempt() throws Exception {
        Notice notice = notice("Approve the plan", RunEvent.Type.TASK_REMINDED, TaskKind.APPROVAL);
        plain().send(notice);
        plain().send(notice);
        List<MimeMessage> mails = received(4);
        assertThat(mails.get(0).getMessageID()).endsWith("@example.com>");
        assertThat(mails)
                .extracting(MimeMessage::getMessageID)
                .containsOnly(mails.get(0).getMessageID());
        assertThat(mails.get(0).getSubject()).startsWith("Crossrun: Reminder: ");
    }

    @Test
    void noTitleBecomesAHeaderOrARecipient() throws Exception {
        String hostile = "x\r\nBcc: evil@example.com\r\n\r\n<b>body</b>\u202e\u0000" + "é".repeat(300);
        plain().send(notice(hostile, RunEvent.Type.TASK_OPENED, TaskKind.UNDO));
        for (MimeMessage mail : received(1)) {
            assertThat(mail.getHeader("Bcc")).isNull();
            assertThat(mail.getAllRecipients()).hasSize(1);
            assertThat(mail.getSubject())
                    .startsWith("Crossrun: x Bcc: evil@example.com <b>body</b> é")
                    .hasSize(150);
            assertThat(mail.getContentType()).startsWith("text/plain");
        }
    }

    @Test
    void goesToTheRoleAndTheKindAndForOffersOnlyToTheKind() {
        EmailSettings settings = settings(0, EmailSettings.Security.NONE, "localhost");
        assertThat(settings.recipients(TaskKind.APPROVAL))
                .containsExactly("approvers@example.com", "oncall@example.com");
        assertThat(settings.recipients(TaskKind.UNDO)).containsExactly("approvers@example.com");
        assertThat(settings.recipients(TaskKind.OFFER)).isEmpty();
        assertThat(settings.recipients(TaskKind.DECISION)).isEmpty();
        assertThat(plain().send(notice("Decide", RunEvent.Type.TASK_OPENED, TaskKind.DECISION)))
                .isEmpty();
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void speaksTlsWithAServerWhoseCertificateIsTrustedAndHasItsName() throws Exception {
        mailer(tls("localhost"), Optional.of(trusting)).send(opened());
        assertThat(received(2)).hasSize(2);
    }

    @Test
    void sendsNothingToAServerOfAnotherNameOrAnUntrustedCertificate() {
        assertUnavailable(mailer(tls("127.0.0.1"), Optional.of(trusting)), "SSLHandshakeException", "IOException");
        assertUnavailable(mailer(tls("localhost"), Optional.empty()), "SSLHandshakeException", "IOException");
    }

    @Test
    void sendsNothingInPlainTextWhereStartTlsIsWanted() {
        assertUnavailable(
                mailer(
                        settings(server.getSmtp().getPort(), EmailSettings.Security.STARTTLS, "localhost"),
                        Optional.empty()),
                "MessagingException");
    }

    @Test
    void triesAgainLaterWhereNobodyListens() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertUnavailable(
                mailer(settings(free, EmailSettings.Security.NONE, "localhost"), Optional.empty()), "Connect");
    }

    @Test
    void signsInWithUserAndPassword() throws Exception {
        EmailSettings wrong = withPassword("wrong");
        assertUnavailable(mailer(wrong, Optional.empty()), "AuthenticationFailedException");
        mailer(withPassword("secret"), Optional.empty()).send(opened());
        assertThat(received(2)).hasSize(2);
        assertThat(wrong).asString().doesNotContain("wrong");
    }

    private static void assertUnavailable(Mailer mailer, String... cause) {
        assertThatThrownBy(() -> mailer.send(opened()))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo(FailureType.UNAVAILABLE.name()))
                .message()
                .containsAnyOf(cause)
                .doesNotContain("approvers@example.com");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    private static List<MimeMessage> received(int copies) {
        assertThat(server.waitForIncomingEmail(5_000, copies)).isTrue();
        return List.of(server.getReceivedMessages());
    }

    private static EmailSettings tls(String host) {
        return settings(server.getSmtps().getPort(), EmailSettings.Security.TLS, host);
    }

    private static EmailSettings settings(int port, EmailSettings.Security security, String host) {
        return settings(port, security, host, Optional.empty());
    }

    private static EmailSettings withPassword(String password) {
        return settings(server.getSmtp().getPort(), EmailSettings.Security.NONE, "localhost", Optional.of(password));
    }

    private static EmailSettings settings(
            int port, EmailSettings.Security security, String host, Optional<String> password) {
        return new EmailSettings(
                host,
                Optional.of(port).filter(number -> number > 0),
                Optional.of(security),
                password.map(any -> "crossrun"),
                password,
                "crossrun@example.com",
                Map.of(Role.APPROVER, List.of("approvers@example.com")),
                Map.of(TaskKind.APPROVAL, List.of("oncall@example.com", "approvers@example.com")));
    }

    private static Mailer plain() {
        return mailer(settings(server.getSmtp().getPort(), EmailSettings.Security.NONE, "localhost"), Optional.empty());
    }

    private static Mailer mailer(EmailSettings settings, Optional<SSLSocketFactory> tls) {
        return new Mailer(settings, DESK, tls);
    }

    private static Notice opened() {
        return notice("Approve the plan", RunEvent.Type.TASK_OPENED, TaskKind.APPROVAL);
    }

    private static Notice notice(String title, RunEvent.Type type, TaskKind kind) {
        return new Notice(
                "5f0d3c4e-8d7b-4b0e-9c54-2f7c1a9e6b10/7",
                Instant.parse("2026-11-25T08:00:00Z"),
                type,
                RUN,
                "connect-federation",
                "prod",
                RunStatus.AWAITING_APPROVAL,
                Optional.of("approve-plan"),
                Optional.of("approve-plan.approval.1"),
                Optional.of(title),
                Optional.empty(),
                title,
                Optional.of(kind),
                Optional.of(Instant.parse("2026-11-28T08:00:00.123Z")),
                Optional.of(Actor.listed("kim@example.com", "api.yml")));
    }
}
