package dev.crossrun.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossrun.access.AccessSettings;
import dev.crossrun.domain.AccountId;
import dev.crossrun.run.actor.Role;
import dev.crossrun.temporal.PayloadKeys;
import dev.crossrun.temporal.SealingKeys;
import dev.crossrun.webhook.WebhookSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerSettingsTest {
    private static final String AWS = "aws: {stsRegion: eu-west-1, accounts: {}}\n";
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String TENANT = "81c1df79-e153-4f9d-a101-8dcf04af6c2c";

    @TempDir
    Path folder;

    @Test
    void readsTheExample() {
        WorkerSettings settings = WorkerSettings.read(Path.of("../examples/worker.yml"));
        assertThat(settings.aws().accounts())
                .containsOnlyKeys(
                        new AccountId("111111111111"), new AccountId("222222222222"), new AccountId("444444444444"));
        assertThat(settings.accessOrDefaults().permissionSets())
                .containsExactly(Map.entry("ConnectAdministrator", Duration.ofHours(4)));
        assertThat(settings.accessOrDefaults().sweep().orElseThrow().every()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.aws().endpointOverride()).isEmpty();
    }

    @Test
    void itsAdminPortIsOnLoopbackUnlessItSaysAnother() {
        assertThat(parse(AWS).adminOrDefaults().host()).isEqualTo("127.0.0.1");
        assertThat(parse(AWS).adminOrDefaults().portOrDefault()).isEqualTo(8082);
        AdminSettings admin =
                parse(AWS + "admin: {bindHost: 0.0.0.0, port: 0}\n").adminOrDefaults();
        assertThat(admin.host()).isEqualTo("0.0.0.0");
        assertThat(admin.portOrDefault()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536"})
    void refusesAnAdminPortThatIsNone(String port) {
        assertThatThrownBy(() -> parse(AWS + "admin: {port: " + port + "}\n"))
                .isInstanceOf(WorkerSettings.InvalidSettingsException.class)
                .hasMessage("admin.port: must be a port: 0 to 65535");
    }

    @Test
    void namesAKeyThatItDoesNotKnow() {
        assertThatThrownBy(() -> parse("aws:\n  stsRegion: eu-west-1\n  acounts: {}\n"))
                .isInstanceOf(WorkerSettings.InvalidSettingsException.class)
                .hasMessageContaining("aws.acounts");
    }

    @Test
    void refusesAnAccountThatIsNone() {
        assertThatThrownBy(() -> parse("aws:\n  stsRegion: eu-west-1\n  accounts:\n    \"12\": {roleArn: x}\n"))
                .isInstanceOf(WorkerSettings.InvalidSettingsException.class)
                .hasMessageContaining("12 digits");
    }

    @Test
    void wantsEnvironmentVariablesToBeSet() {
        assertThatThrownBy(() -> parse("aws: {stsRegion: \"${CROSSRUN_NO_SUCH_VARIABLE}\"}"))
                .isInstanceOf(WorkerSettings.InvalidSettingsException.class)
                .hasMessageContaining("CROSSRUN_NO_SUCH_VARIABLE");
    }

    @Test
    void knowsNoTenantAndOpensNothingUnlessItIsTold() {
        WorkerSettings settings = parse(AWS);
        assertThat(settings.entraOrNone().tenants()).isEmpty();
        assertThat(settings.sealingKeys().seals()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{clientId: a, clientSecret: s}",
                "{clientId: a, certificate: worker.pem}",
                "{clientId: a, workloadIdentity: true}",
                "{managedIdentity: true}",
                "{clientId: a, managedIdentity: true}",
            })
    void signsInToATenantInOneWay(String credentials) {
        assertThat(tenant(credentials).entraOrNone().tenants()).containsOnlyKeys(TENANT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{clientId: a}                                        | wanted: one of clientSecret, certificate",
                "{clientId: a, clientSecret: s, certificate: w.pem}   | wanted: one of clientSecret, certificate",
                "{clientId: a, clientSecret: s, managedIdentity: true}| wanted: one of clientSecret, certificate",
                "{clientSecret: s}                                    | clientId is missing",
                "{workloadIdentity: true}                             | clientId is missing",
                "{clientId: a, clientSecret: s, shoeSize: 42}           | shoeSize",
            })
    void refusesATenantWithoutOneWayInAndSaysWhichTenant(String credentials, String says) {
        assertThatThrownBy(() -> tenant(credentials))
                .isInstanceOf(WorkerSettings.InvalidSettingsException.class)
                .hasMessageStartingWith("entra.tenants." + TENANT)
                .hasMessageContaining(says);
    }

    @Test
    void namesAKeyOfEntraThatItDoesNotKnow() {
        assertThatThrownBy(() -> parse(AWS + "entra: {tennants: {}}"))
                .isInstanceOf(WorkerSettings.InvalidSettingsException.class)
                .hasMessageStartingWith("entra.tennants: there is no such key.");
    }

    @Test
    void namesEveryMissingKeyAtOnce() {
        assertThatThrownBy(() -> parse("""
                        aws:
                          accounts:
                            "111111111111": {externalId: y}
                            "222222222222":
                        entra:
                          tenants:
                            81c1df79-e153-4f9d-a101-8dcf04af6c2c:
                        notifications: {}
                        """))
                .isInstanceOf(WorkerSettings.InvalidSettingsException.class)
                .hasMessage("""
                        aws.accounts.111111111111.roleArn: is missing: the ARN of the role that the worker assumes
                        aws.accounts.222222222222: is missing: the keys roleArn, externalId
                        aws.stsRegion: is missing: an AWS Region code such as eu-central-1
                        entra.tenants.81c1df79-e153-4f9d-a101-8dcf04af6c2c: is missing: one of clientSecret, certificate, managedIdentity: true and workloadIdentity: true
                        notifications.secret: is missing: whsec_ and the Base64 of 24 to 64 bytes
                        notifications.url: is missing: https://…""".stripIndent());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "saeling: worker.jwks.json                     | saeling: there is no such key.",
                "saeling: worker.jwks.json                     | Did you mean?:\\n      - sealing",
                "aws: {accounts: {\"12\": {roleArn: x}}}         | aws.accounts: wanted: an AWS account id: 12 digits",
                "aws: {stsRegion: Ireland}                     | aws.stsRegion: must be an AWS Region code such as eu-central-1, not \"Ireland\"",
                "aws: {endpointOverride: \"http://not a url\"}   | aws.endpointOverride: wanted: a URL such as http://127.0.0.1:4510",
                "entra: {tenants: {a: {clientSecrt: hidden}}}  | entra.tenants.a.clientSecrt: there is no such key.",
                "entra: {tenants: {a: {clientSecrt: hidden}}}  | Did you mean?:\\n      - clientSecret",
                "entra: {tenants: {a: {managedIdentity: hidden}}} | entra.tenants.a.managedIdentity: wanted: true or false",
                "entra: {tenants: {a: hidden}}                 | entra.tenants.a: wanted: the keys clientId, clientSecret",
                "entra: {tenants: hidden}                      | entra.tenants: wanted: ",
                "notifications: [hidden]                       | notifications: wanted: the keys url, secret, api",
                "notifications: {secret: \"hidden}              | line 1: this is not YAML",
                "sealing: [hidden]                             | sealing: wanted: a text",
            })
    void namesTheKeyOfAWrongValueAndDoesNotShowTheValue(String yaml, String says) {
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(WorkerSettings.InvalidSettingsException.class)
                .hasMessageContaining(says.replace("\\n", "\n"))
                .hasMessageNotContaining("hidden");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aws: {accounts: {}}        | aws.stsRegion: is missing: an AWS Region code such as eu-central-1",
                "admin: {port: many}        | admin.port: wanted: a whole number",
                "entra: {}                  | aws: is missing: the keys accounts, stsRegion, endpointOverride",
                "aws: here                  | aws: wanted: the keys accounts, stsRegion",
                "aws: [                     | this is not YAML",
                "aws: {stsRegion: {a: b}}   | aws.stsRegion: wanted: an AWS Region code",
                "''                         | must not be empty",
                "here                       | wanted: the keys temporal, aws, entra, sealing",
            })
    void saysWhatWouldBeRight(String yaml, String says) {
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(WorkerSettings.InvalidSettingsException.class)
                .hasMessageContaining(says);
    }

    @Test
    void refusesATenantIdThatIsNone() {
        assertThatThrownBy(() ->
                        parse(AWS + "entra: {tenants: {contoso.onmicrosoft.com: {clientId: a, clientSecret: hidden}}}"))
                .isInstanceOf(WorkerSettings.InvalidSettingsException.class)
                .hasMessageStartingWith("entra: tenants: wanted: tenant ids such as")
                .hasMessageContaining("contoso.onmicrosoft.com")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void doesNotShowASecretOfTheWrongForm() {
        assertThatThrownBy(() -> tenant("{clientId: a, clientSecret: {deep: hidden}}"))
                .hasMessageEndingWith("clientSecret: wanted: a text")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void doesNotShowASecret() {
        assertThat(tenant("{clientId: a, clientSecret: very~secret}"))
                .asString()
                .contains(TENANT)
                .doesNotContain("very~secret");
    }

    @Test
    void opensWithTheKeysOfItsFile() throws IOException {
        SealingKeys keys = SealingKeys.generate();
        Path file = Files.writeString(folder.resolve("worker.jwks.json"), keys.json());
        WorkerSettings settings = parse(AWS + "sealing: " + file);
        assertThat(settings.sealingKeys().open(keys.publicHalf().seal("s"))).isEqualTo("s");
    }

    @Test
    void encryptsWithTheKeysOfItsFile() throws IOException {
        assertThat(parse(AWS).payloadKeys().encrypt()).isFalse();
        PayloadKeys keys = PayloadKeys.generate();
        Path file = Files.writeString(folder.resolve("payloads.jwks.json"), keys.json());
        assertThat(parse(AWS + "payloads: " + file).payloadKeys().json()).isEqualTo(keys.json());
        Path sealing = Files.writeString(
                folder.resolve("sealing.jwks.json"), SealingKeys.generate().json());
        WorkerSettings wrong = parse(AWS + "payloads: " + sealing);
        assertThatThrownBy(wrong::payloadKeys)
                .isInstanceOf(WorkerSettings.InvalidSettingsException.class)
                .hasMessage("payloads: " + sealing
                        + ": key 1: must be of type oct with 256 bits. ./crossrun keygen makes such a file");
    }

    @Test
    void refusesAFileOfKeysThatIsNotThereOrIsNone() throws IOException {
        Path none = Files.writeString(folder.resolve("none.json"), "-----BEGIN PRIVATE KEY-----");
        WorkerSettings wrong = parse(AWS + "sealing: " + none);
        assertThatThrownBy(wrong::sealingKeys)
                .isInstanceOf(WorkerSettings.InvalidSettingsException.class)
                .hasMessage("sealing: " + none + " is not a JWK Set");
        Path nowhere = folder.resolve("nowhere.json");
        WorkerSettings missing = parse(AWS + "sealing: " + nowhere);
        assertThatThrownBy(missing::sealingKeys)
                .isInstanceOf(WorkerSettings.InvalidSettingsException.class)
                .hasMessage("sealing: " + nowhere + " cannot be read");
    }

    @Test
    void tellsNobodyUnlessItIsTold() {
        assertThat(parse(AWS).notifications()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.com/crossrun",
                "http://localhost:9000/",
                "http://127.0.0.1:9000/",
                "http://[::1]:9000/"
            })
    void tellsAWebhook(String url) {
        WebhookSettings webhook = webhook("{url: \"" + url + "\", secret: " + SECRET + "}")
                .notifications()
                .orElseThrow();
        assertThat(webhook.url()).isEqualTo(URI.create(url));
        assertThat(webhook).asString().doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                     | url: is missing",
                "{}                                                     | secret: is missing",
                "{url: 'http://hooks.example.com', secret: x}           | url must be https://…; http only to loopback; secret",
                "{url: 'http://127.0.0.1.example.com', secret: x}       | url must be https",
                "{url: 'ftp://127.0.0.1', secret: x}                    | url must be https",
                "{url: '/hooks', secret: x}                             | url must be https",
                "{url: 'https://a.example.com', secret: whsec_c2hvcnQ=} | secret must be whsec_ and the Base64 of 24 to 64",
                "{url: 'https://a.example.com', api: crossrun}          | secret: is missing",
                "{url: 'https://a.example.com', secret: x, api: crossrun} | api must be the API's address",
                "{url: 'https://a.example.com', secret: " + SECRET + ", adress: x} | adress",
            })
    void tellsAllThatIsWrongWithAWebhook(String notifications, String says) {
        assertThatThrownBy(() -> webhook(notifications))
                .isInstanceOf(WorkerSettings.InvalidSettingsException.class)
                .hasMessageStartingWith("notifications")
                .hasMessageContaining(says);
    }

    @Test
    void readsWhoGetsEmails() {
        WorkerSettings settings = parse(AWS + """
                deskUrl: https://crossrun.example.com/desk
                email:
                  host: smtp.example.com
                  user: crossrun
                  password: quite secret
                  from: crossrun@example.com
                  roles: {APPROVER: [approvers@example.com]}
                  kinds: {DECISION: [on-call@example.com]}
                """);
        assertThat(settings.email().orElseThrow().roles())
                .isEqualTo(Map.of(Role.APPROVER, List.of("approvers@example.com")));
        assertThat(settings.notificationSettings().deskUrl()).contains(URI.create("https://crossrun.example.com/desk"));
        assertThat(settings).asString().doesNotContain("quite secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                              | email.host: is missing",
                "{}                                              | email.from: is missing",
                "{host: 'smtp:25', from: x}                      | from must be one address, such as crossrun@example.com; host must be",
                "{host: smtp.example.com, from: a@example.com}   | roles or kinds must name recipients",
                "{host: a, from: 'Kim <a@example.com>'}          | from must be one address",
                "{host: a, from: 'a@example.com,b@example.com'}  | from must be one address",
                "{host: a, from: a@example.com, port: 70000, security: NONE, user: x} | port must be 1 to 65535; roles or kinds must name recipients; security must be STARTTLS or TLS; NONE only to localhost; user and password must be given together",
                "{host: a, from: a@example.com, roles: {APPROVER: [\"b@example.com\\r\\nBcc: c@example.com\"]}} | roles.APPROVER: not an address",
                "{host: a, from: a@example.com, kinds: {UNDO: []}} | kinds.UNDO must name addresses",
                "{host: a, from: a@example.com, roles: {CHIEF: [b@example.com]}} | email.roles: wanted: one of REQUESTER, APPROVER, ADMINISTRATOR, AUDITOR",
            })
    void saysAllThatIsWrongWithEmail(String email, String says) {
        assertThatThrownBy(() -> parse(AWS + "deskUrl: https://crossrun.example.com/desk\nemail: " + email))
                .isInstanceOf(WorkerSettings.InvalidSettingsException.class)
                .hasMessageContaining(says);
    }

    @Test
    void wantsTheAddressOfTheDeskForEmails() {
        String email = "email: {host: a, from: a@example.com, roles: {APPROVER: [b@example.com]}}\n";
        assertThatThrownBy(() -> parse(AWS + email)).hasMessageContaining("deskUrl: is missing");
        for (String desk : List.of(
                "crossrun", "ftp://a.example.com", "https://a.example.com/desk?x=1", "https://u@a.example.com")) {
            assertThatThrownBy(() -> parse(AWS + email + "deskUrl: " + desk))
                    .hasMessageContaining("deskUrl: must be the address of the desk");
        }
    }

    @Test
    void givesPermissionSetsForEightHoursUnlessItIsTold() {
        assertThat(parse(AWS).accessOrDefaults()).isEqualTo(AccessSettings.defaults());
        AccessSettings one =
                parse(AWS + "access: {permissionSets: {Reader: PT12H}}").accessOrDefaults();
        assertThat(one.longest()).isEqualTo(Duration.ofHours(8));
        assertThat(one.permissionSets()).containsExactly(Map.entry("Reader", Duration.ofHours(12)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{longest: PT0S}                           | longest must be a duration of PT1M to PT12H, such as PT2H, not PT0S",
                "{longest: -PT1H}                          | longest must be a duration of PT1M to PT12H",
                "{longest: P8D}                            | longest must be a duration of PT1M to PT12H, such as PT2H, not PT192H",
                "{longest: 8}                              | longest must be a duration of PT1M to PT12H, such as PT2H, not PT8S",
                "{longest: 8h}                             | wanted: a duration such as PT2H",
                "{permissionSets: {Reader: PT13H}}         | permissionSets.Reader must be a duration of PT1M to PT12H",
                "{permissionSets: {Reader: }}              | permissionSets.Reader must be a duration of PT1M to PT12H",
                "{permissionSets: {Reader: soon}}          | access.permissionSets.Reader: wanted: a duration such as PT2H",
                "{permissionSets: {Read only: PT1H}}       | permissionSets: \"Read only\" is not a name of a permission set",
                "{longest: PT0S, permissionSets: {A: PT0S}}| longest must be a duration of PT1M to PT12H, such as PT2H, not PT0S; permissionSets.A must be",
                "{longset: PT1H}                           | access.longset: there is no such key.",
                "{permissionSets: {A: PT1H}, sweep: {every: PT9M}} | sweep.every must be a duration of PT10M to P7D, such as PT1H, not PT9M",
                "{permissionSets: {A: PT1H}, sweep: {every: P8D}}  | sweep.every must be a duration of PT10M to P7D, such as PT1H, not PT192H",
                "{longest: PT0S, sweep: {every: PT9M}}     | longest must be a duration of PT1M to PT12H, such as PT2H, not PT0S; sweep.every must be a duration of PT10M to P7D, such as PT1H, not PT9M; sweep compares the sets under permissionSets: name at least one",
                "{permissionSets: {A: PT1H}, sweep: {every: hourly}} | access.sweep.every: wanted: a duration such as PT2H",
                "{permissionSets: {A: PT1H}, sweep: {evry: PT1H}}  | access.sweep.evry: there is no such key.",
                "{permissionSets: {A: PT1H}, sweep: PT1H}  | access.sweep: wanted: the keys every, identityCenter",
                "{permissionSets: {A: PT1H}, sweep: {every: PT1H, identityCenter: {accountId: 12}}} | access.sweep.identityCenter.accountId: wanted: an AWS account id: 12 digits",
            })
    void namesEveryDurationOfAccessThatCannotBe(String access, String says) {
        assertThatThrownBy(() -> parse(AWS + "access: " + access))
                .isInstanceOf(WorkerSettings.InvalidSettingsException.class)
                .hasMessageStartingWith("access")
                .hasMessageContaining(says);
    }

    @Test
    void namesEveryMissingKeyOfTheSweepAtOnce() {
        assertThatThrownBy(() -> parse("""
                        aws: {accounts: {}}
                        access: {permissionSets: {Reader: PT1H}, sweep: {identityCenter: {}}}
                        """))
                .isInstanceOf(WorkerSettings.InvalidSettingsException.class)
                .hasMessage("""
                        access.sweep.every: is missing: a duration of PT10M to P7D, such as PT1H
                        access.sweep.identityCenter.accountId: is missing: the account that administers IAM Identity Center
                        access.sweep.identityCenter.region: is missing: the home Region of IAM Identity Center, such as eu-central-1
                        aws.stsRegion: is missing: an AWS Region code such as eu-central-1""".stripIndent());
        assertThatThrownBy(() -> parse(AWS + "access: {permissionSets: {Reader: PT1H}, sweep: {every: PT1H}}"))
                .hasMessage("access.sweep.identityCenter: is missing: the keys accountId, region");
    }

    @Test
    void sweepsOnlyWhereTheWorkerHasARole() {
        assertThatThrownBy(() -> parse(AWS + """
                        access:
                          permissionSets: {Reader: PT1H}
                          sweep: {every: PT1H, identityCenter: {accountId: "111111111111", region: eu-west-1}}
                        """))
                .isInstanceOf(WorkerSettings.InvalidSettingsException.class)
                .hasMessageContaining(
                        "access.sweep.identityCenter.accountId: must be one of the accounts under aws.accounts");
    }

    private WorkerSettings parse(String yaml) {
        try {
            return WorkerSettings.read(Files.writeString(folder.resolve("worker.yml"), yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private WorkerSettings webhook(String notifications) {
        return parse(AWS + "notifications: " + notifications);
    }

    private WorkerSettings tenant(String credentials) {
        return parse(AWS + "entra: {tenants: {" + TENANT + ": " + credentials + "}}");
    }
}
