package dev.crossrun.mail;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.NotificationActivities.Notice;
import dev.crossrun.domain.Sha256;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** Sends e-mails about tasks: what is wanted, by when, and a link. */
public final class Mailer {
    private static final String CONNECT_MS = "5000";
    private static final String TIMEOUT_MS = "15000";

    private final EmailSettings settings;
    private final URI desk;
    private final Session session;

    /** {@code desk}: the address of the desk, to which e-mails link. */
    public Mailer(EmailSettings settings, URI desk) {
        this(settings, desk, Optional.empty());
    }

    /** {@code tls}: makes the sockets; those of the JVM if absent. */
    Mailer(EmailSettings settings, URI desk, Optional<SSLSocketFactory> tls) {
        this.settings = settings;
        this.desk = desk;
        Properties properties = properties(settings);
        tls.ifPresent(factory -> properties.put("mail.smtp.ssl.socketFactory", factory));
        this.session = Session.getInstance(properties);
    }

    /** Angus Mail, "org.eclipse.angus.mail.smtp": the properties of an SMTP session. */
    private static Properties properties(EmailSettings settings) {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", settings.host());
        properties.put("mail.smtp.port", Integer.toString(settings.portOrDefault()));
        properties.put("mail.smtp.auth", Boolean.toString(settings.user().isPresent()));
        properties.put("mail.smtp.ssl.enable", is(settings, EmailSettings.Security.TLS));
        properties.put("mail.smtp.starttls.enable", is(settings, EmailSettings.Security.STARTTLS));
        properties.put("mail.smtp.starttls.required", is(settings, EmailSettings.Security.STARTTLS));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.protocols", "TLSv1.2 TLSv1.3");
        properties.put("mail.smtp.connectiontimeout", CONNECT_MS);
        properties.put("mail.smtp.timeout", TIMEOUT_MS);
        properties.put("mail.smtp.writetimeout", TIMEOUT_MS);
        properties.put("mail.smtp.sendpartial", "true");
        return properties;
    }

    private static String is(EmailSettings settings, EmailSettings.Security security) {
        return Boolean.toString(settings.protection() == security);
    }

    /**
     * Sends an e-mail about the task of a notice once, if somebody is to get it.
     *
     * @return why it was refused for good, by a recipient or as a whole; empty if it was not
     * @throws io.temporal.failure.ApplicationFailure UNAVAILABLE if another attempt may do better
     */
    public Optional<String> send(Notice notice) {
        List<String> recipients = notice.kind().map(settings::recipients).orElse(List.of());
        if (recipients.isEmpty() || notice.task().isEmpty()) {
            return Optional.empty();
        }
        try {
            MimeMessage message = message(notice, recipients);
            transport(message, message.getAllRecipients());
            return Optional.empty();
        } catch (SendFailedException refused) {
            return refusal(refused);
        } catch (MessagingException e) {
            throw later(e);
        }
    }

    private void transport(MimeMessage message, Address[] recipients) throws MessagingException {
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect(settings.user().orElse(null), settings.password().orElse(null));
            transport.sendMessage(message, recipients);
        }
    }

    private MimeMessage message(Notice notice, List<String> recipients) throws MessagingException {
        MailText text = new MailText(notice, desk);
        MimeMessage message = new Identified(session, notice, settings.from());
        message.setFrom(new InternetAddress(settings.from()));
        for (String recipient : recipients) {
            message.addRecipient(jakarta.mail.Message.RecipientType.TO, new InternetAddress(recipient));
        }
        message.setSubject(text.subject(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(notice.at()));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setText(text.body(), StandardCharsets.UTF_8.name());
        message.saveChanges();
        return message;
    }

    /** A reply of 5xx is final; the same message will be refused again (RFC 5321, 4.2.1). */
    private static Optional<String> refusal(SendFailedException failure) {
        Exception next = failure;
        boolean refused = false;
        while (next != null) {
            int code = code(next);
            if (code / 100 == 4) {
                throw later(failure);
            }
            refused |= code / 100 == 5;
            next = next instanceof MessagingException chained ? chained.getNextException() : null;
        }
        if (!refused) {
            throw later(failure);
        }
        return Optional.of("refused by the mail server");
    }

    private static int code(Exception failure) {
        if (failure instanceof SMTPAddressFailedException address) {
            return address.getReturnCode();
        }
        return failure instanceof SMTPSendFailedException message ? message.getReturnCode() : 0;
    }

    /** The exception's own message may have addresses and what the server says. */
    private static RuntimeException later(MessagingException failure) {
        Throwable cause = failure.getNextException() == null ? failure : failure.getNextException();
        return FailureType.UNAVAILABLE.failure(
                "the mail server does not take the e-mail: " + cause.getClass().getSimpleName());
    }

    /** The same id at each attempt, so that receivers can drop a message that comes twice. */
    private static final class Identified extends MimeMessage {
        private final String id;

        Identified(Session session, Notice notice, String from) {
            super(session);
            this.id = "<" + Sha256.of(notice.id()).value() + from.substring(from.lastIndexOf('@')) + ">";
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
