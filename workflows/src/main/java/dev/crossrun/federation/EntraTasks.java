package dev.crossrun.federation;

import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.engine.Forms;
import dev.crossrun.engine.TaskSpec;
import dev.crossrun.run.task.DocumentCheck;
import dev.crossrun.run.task.FileRule;
import dev.crossrun.run.task.LabelledValue;
import dev.crossrun.run.task.Link;
import java.util.List;

/**
 * What people are asked on the way to Entra as the identity source, in the exact words of the consoles (IAM Identity Center
 * User Guide, "Change your identity source" and "Automatic provisioning"; Microsoft Entra, "Assign users and groups to an
 * application").
 */
final class EntraTasks {
    private static final String WHERE = "Open IAM Identity Center in account %s, Region %s → *Settings*";

    private final ConnectFederationRequest request;

    EntraTasks(ConnectFederationRequest request) {
        this.request = request;
    }

    TaskSpec downloadMetadata(DocumentCheck metadata) {
        return new TaskSpec(
                "Hand in IAM Identity Center's metadata",
                """
                1. %s → tab *Identity source* → *Actions* → *Change identity source*.
                2. *External identity provider* → *Next*.
                3. *Service provider metadata* → *Download metadata file*.
                4. **Leave the wizard open**: the next task goes on in it. Nothing has changed yet.
                5. Hand in the downloaded file here.
                """.formatted(where()),
                List.of(),
                List.of(),
                List.of(console()),
                List.of(Forms.withFile(
                        FederationTasks.SUBMIT, "Hand in Identity Center's metadata", FileRule.XML.checked(metadata))));
    }

    TaskSpec changeSource(DocumentCheck metadata) {
        return new TaskSpec(
                "Change the identity source to Entra",
                """
                People sign in with Entra from now on, and multi-factor authentication is Entra's. Keep a way into both
                accounts that does not depend on IAM Identity Center.

                1. In the wizard that is open: *Identity provider metadata* → *IdP SAML metadata* → *Choose file*: the
                   artifact `%s` of this run.
                2. *Next*. Read what the page says about users and assignments.
                3. Type **ACCEPT** → *Change identity source*.
                4. Confirm here. If the wizard had to be opened again and shows another ACS URL, hand in its metadata
                   file again with the confirmation.
                """.formatted(EntraBranch.METADATA),
                List.of(),
                List.of(EntraBranch.METADATA),
                List.of(console()),
                List.of(Forms.withFile(
                        FederationTasks.CONFIRM,
                        "The identity source is changed",
                        FileRule.XML.checked(metadata).optional(),
                        Forms.optional(
                                "changedEarlier",
                                "Only if it was changed before this task: what you found in the console"))));
    }

    TaskSpec enableProvisioning() {
        return new TaskSpec(
                "Enable automatic provisioning and hand in the token",
                """
                1. %s → *Automatic provisioning* → *Enable*. If it is enabled already: *Actions* → *Manage provisioning* →
                   *Generate token*.
                2. *Inbound automatic provisioning*: copy the *SCIM endpoint*.
                3. *Access token* → *Show token*, and copy it: it is shown this once.
                4. Hand in both here. The token is sealed before anything keeps it; only Entra gets to know it.
                """.formatted(where()),
                List.of(),
                List.of(),
                List.of(console()),
                List.of(Forms.answer(
                        FederationTasks.SUBMIT,
                        "Hand in endpoint and token",
                        Forms.required("endpoint", "SCIM endpoint").matching(endpoint(), endpointInWords()),
                        Forms.secret("token", "Access token"))));
    }

    TaskSpec assign(Application application, String who, String why) {
        return new TaskSpec(
                "Assign people to the Entra application",
                """
                The worker could not: %s

                1. Open the Microsoft Entra admin center → *Entra ID* → *Enterprise apps* → *%s*.
                2. *Users and groups* → *Add user/group*: %s. Members of groups within these groups are not assigned.
                3. *Assign*, then confirm here.
                """.formatted(why, application.name(), who),
                List.of(new LabelledValue("Application id", application.appId())),
                List.of(),
                List.of(new Link("Open the Microsoft Entra admin center", "https://entra.microsoft.com/")),
                List.of(Forms.answer(FederationTasks.CONFIRM, "They are assigned")));
    }

    /** Identity Center's SCIM endpoint (IAM Identity Center User Guide, "Automatic provisioning"). */
    private String endpoint() {
        return "https://scim\\." + request.identityCenter().region()
                + "\\.(amazonaws\\.com|api\\.aws)/[0-9A-Za-z-]{8,64}/scim/v2/?";
    }

    private String endpointInWords() {
        String region = request.identityCenter().region().value();
        return "the SCIM endpoint of the IAM Identity Center in " + region + ": https://scim." + region
                + ".amazonaws.com/…/scim/v2/";
    }

    private String where() {
        return WHERE.formatted(
                request.identityCenter().accountId(), request.identityCenter().region());
    }

    private Link console() {
        String region = request.identityCenter().region().value();
        return new Link(
                "Open IAM Identity Center",
                "https://" + region + ".console.aws.amazon.com/singlesignon/home?region=" + region + "#!/settings");
    }
}
