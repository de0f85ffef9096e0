package dev.crossrun.federation;

import dev.crossrun.engine.Forms;
import dev.crossrun.engine.TaskSpec;
import dev.crossrun.run.task.DocumentCheck;
import dev.crossrun.run.task.FileRule;
import dev.crossrun.run.task.LabelledValue;
import dev.crossrun.run.task.Link;
import java.util.List;

/** What people are asked, in the exact words of the consoles (IAM Identity Center User Guide, "Customer managed applications"). */
final class FederationTasks {
    static final String SUBMIT = "submit";
    static final String CONFIRM = "confirm";
    static final String ROLE_ATTRIBUTE = "https://aws.amazon.com/SAML/Attributes/Role";
    static final String SESSION_NAME_ATTRIBUTE = "https://aws.amazon.com/SAML/Attributes/RoleSessionName";

    private final ConnectFederationRequest request;
    private final Names names;

    FederationTasks(ConnectFederationRequest request, Names names) {
        this.request = request;
        this.names = names;
    }

    TaskSpec addApplication(DocumentCheck metadata) {
        return new TaskSpec(
                "Add the Amazon Connect application in IAM Identity Center",
                """
                1. Open IAM Identity Center in account %s, Region %s.
                2. *Applications* → tab *Customer managed* → *Add application*.
                3. *I want to select an application from the catalog* → *Amazon Connect* → *Next*.
                4. Download the *IAM Identity Center SAML metadata file*.
                5. *Application start URL*: leave it **blank**. *Relay state*: copy the value below.
                6. *Application metadata* → *Manually type your metadata values*: copy ACS URL and audience.
                7. *Submit*.
                8. Hand in the downloaded file here, and the display name if you changed it.
                """.formatted(
                                request.identityCenter().accountId(),
                                request.identityCenter().region()),
                settings(),
                List.of(),
                List.of(console()),
                List.of(Forms.withFile(
                        SUBMIT,
                        "Hand in the application's metadata",
                        FileRule.XML.checked(metadata),
                        Forms.optional("applicationName", "Display name of the application, if not Amazon Connect"))));
    }

    TaskSpec setMappings(String applicationName) {
        return new TaskSpec(
                "Set the attribute mappings of " + applicationName,
                """
                1. Open IAM Identity Center → *Applications* → *Customer managed* → *%s*.
                2. *Actions* → *Edit attribute mappings*. These three rows, and no others:
                   - `Subject` → `${user:email}`, format *emailAddress*
                   - `%s` → `${user:email}`, format *unspecified*
                   - `%s` → the value below, format *unspecified*: no space in it
                3. *Save changes*.
                4. *Actions* → *Edit configuration*: look over ACS URL, audience, blank start URL and relay state.
                5. Confirm here. CloudTrail shows the change within 15 minutes.
                """.formatted(applicationName, SESSION_NAME_ATTRIBUTE, ROLE_ATTRIBUTE),
                mappings(),
                List.of(),
                List.of(console()),
                List.of(Forms.answer(CONFIRM, "The mappings are saved")));
    }

    static TaskSpec assign(String applicationName, List<String> who) {
        return TaskSpec.plain(
                "Assign people to " + applicationName,
                """
                IAM Identity Center's API does not assign people to this kind of application: do it in the console.

                1. Open IAM Identity Center → *Applications* → *Customer managed* → *%s*.
                2. *Assign users and groups*: %s.
                3. Confirm here.
                """.formatted(applicationName, String.join(", ", who)),
                Forms.answer(CONFIRM, "They are assigned"));
    }

    TaskSpec signIn(String portal, String applicationName, String earlier) {
        return new TaskSpec(
                "Sign in as an agent and open Amazon Connect",
                """
                %s1. One of %s opens the AWS access portal and signs in with the company's Entra account. Conditional Access
                   may ask for more than a password, or stop the sign-in.
                2. In the portal: *Applications* → *%s*. Amazon Connect opens.
                3. Confirm here with the user's name. If it did not work, hand in the text of the error page instead: it
                   is explained, and this task stays open.
                """.formatted(earlier, agents(), applicationName),
                List.of(new LabelledValue("AWS access portal", portal)),
                List.of(),
                List.of(new Link("Open the AWS access portal", portal)),
                List.of(
                        Forms.answer(CONFIRM, "It worked", Forms.required("username", "Who signed in")),
                        Forms.answer(
                                SUBMIT, "It did not work", Forms.required("error", "The text of the error page"))));
    }

    private String agents() {
        return String.join(
                ", ",
                request.usernames().stream().limit(5).map(Object::toString).toList());
    }

    private List<LabelledValue> settings() {
        return List.of(
                new LabelledValue(
                        "Application ACS URL", request.connect().region().samlEndpoint()),
                new LabelledValue("Application SAML audience", Names.AUDIENCE),
                new LabelledValue("Application start URL", ""),
                new LabelledValue("Relay state", names.relayState()));
    }

    private List<LabelledValue> mappings() {
        return List.of(
                new LabelledValue("Subject", "${user:email}"),
                new LabelledValue(SESSION_NAME_ATTRIBUTE, "${user:email}"),
                new LabelledValue(ROLE_ATTRIBUTE, names.roleArn() + "," + names.providerArn()),
                new LabelledValue(
                        "Application ACS URL", request.connect().region().samlEndpoint()),
                new LabelledValue("Application SAML audience", Names.AUDIENCE),
                new LabelledValue("Relay state", names.relayState()));
    }

    private Link console() {
        String region = request.identityCenter().region().value();
        return new Link(
                "Open IAM Identity Center",
                "https://" + region + ".console.aws.amazon.com/singlesignon/home?region=" + region + "#!/applications");
    }
}
