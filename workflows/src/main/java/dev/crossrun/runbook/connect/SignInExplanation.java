package dev.crossrun.runbook.connect;

import dev.crossrun.run.task.Reason;
import dev.crossrun.runbook.connect.page.EntraRefusal;
import dev.crossrun.runbook.connect.page.UnexpectedHost;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a failed sign-in means: the words that a person or CloudTrail sees, the cause, and what to do (IAM User Guide,
 * "Troubleshoot SAML federation with IAM"; Amazon Connect Administrator Guide, "Troubleshoot SAML with Connect"; IAM Identity
 * Center User Guide, "Troubleshooting IAM Identity Center issues"). Phrases are whole words of the page, as regular
 * expressions on its text in lower case. The most specific rows come first; an error code alone says too little.
 */
enum SignInExplanation {
    COOKIES(
            "The browser sends more cookies than the site takes.",
            "Delete the browser's cookies of the site, or sign in in a private window. Nothing in the accounts is wrong.",
            "request header or cookie too large",
            "request header fields too large"),
    NOT_ASSIGNED_IN_ENTRA(
            "Entra does not let this person use the application: neither assigned nor a direct member of an assigned"
                    + " group.",
            "Assign the person or the group to the Entra application, or redo entra-assignments.",
            "aadsts50105"),
    REPLY_URL(
            "Entra does not know Identity Center's ACS URL as a reply URL of the application.",
            "Redo identity-center-metadata with Identity Center's present metadata file.",
            "aadsts50011",
            "aadsts500113"),
    IDENTIFIER(
            "Entra knows no application with Identity Center's entity id as its identifier.",
            "Redo identity-center-metadata with Identity Center's present metadata file.",
            "aadsts700016"),
    NO_ENTRA_ACCOUNT(
            "The tenant has no such account, or it is disabled.", "Use the company's Entra account.", "aadsts50034"),
    NOT_PROVISIONED(
            "Identity Center has no user with the name that Entra sent, or the user is disabled.",
            "Compare the sign-in name in Entra with the user name in Identity Center; let Entra provision the person.",
            "we couldn't verify your sign-in credentials"),
    RESPONSE_NOT_USABLE(
            "Identity Center could not use the SAML response: most often its name ID is not the user name of a user in"
                    + " Identity Center, or the attribute mappings of the identity provider are wrong.",
            "Compare the name ID (in Entra: *Single sign-on* → *Attributes & Claims*, format emailAddress) with the user name"
                    + " in Identity Center, case included. CloudTrail's ExternalIdPDirectoryLogin event of this time in the"
                    + " Identity Center account has the reason.",
            "it's not you, it's us"),
    NOT_ASSIGNED(
            "The person is not assigned to the Amazon Connect application in Identity Center.",
            "Assign the person, or a group of theirs, to the application (*Assigned users and groups*), or redo"
                    + " application-access.",
            "you do not have access to this application"),
    SESSION_NAME_MISSING(
            "The mapping of RoleSessionName is missing.",
            "Add the row " + ApplicationSettingsStep.SESSION_NAME_ATTRIBUTE + " with ${user:email}.",
            "rolesessionname is required in authnresponse"),
    SESSION_NAME(
            "The user's name has characters that a session cannot carry.",
            "A session name is 2 to 64 of A-Z a-z 0-9 _ . @ -: map RoleSessionName to ${user:email}, or rename the user.",
            "rolesessionname in authnresponse must match"),
    SOURCE_IDENTITY(
            "The application sends a SourceIdentity that AWS does not accept.",
            "Remove the row https://aws.amazon.com/SAML/Attributes/SourceIdentity from the attribute mappings: this sign-in"
                    + " needs none.",
            "source identity must match"),
    ISSUER(
            "The SAML provider holds the metadata of another application or identity provider.",
            "Redo connect-application with the metadata file of the Amazon Connect application.",
            "issuer not present in specified provider"),
    PROVIDER_MAPPING(
            "The Role mapping names another provider, or the provider was deleted.",
            "Correct the row " + ApplicationSettingsStep.ROLE_ATTRIBUTE + ", or redo saml-provider.",
            "specified provider doesn't exist"),
    SIGNATURE(
            "The SAML provider holds other metadata than the application signs with: the wrong file was uploaded, or the"
                    + " application's certificate was rotated.",
            "Redo connect-application with the application's present metadata file.",
            "response signature invalid"),
    ROLE_MAPPING(
            "The mapping of the Role attribute is missing or malformed.",
            "Correct the row " + ApplicationSettingsStep.ROLE_ATTRIBUTE + " in the application's attribute mappings.",
            "your request included an invalid saml response"),
    TRUST(
            "The Role mapping names another role, or the role's trust policy does not name the provider.",
            "Correct the row " + ApplicationSettingsStep.ROLE_ATTRIBUTE
                    + " first. If it is right, redo federation-role.",
            "not authorized to perform:? sts:assumerolewithsaml"),
    AUDIENCE(
            "The application's audience or ACS URL was changed.",
            "Set the audience to " + Names.AUDIENCE + " and the ACS URL to the value of application-settings.",
            "response does not contain the required audience"),
    DURATION(
            "The application's session duration is longer than the role allows.",
            "Set the session duration of the application to one hour, or to what the role's maximum session duration"
                    + " allows.",
            "requested durationseconds exceeds (the )?maxsessionduration set for this role"),
    EXPIRED_RESPONSE(
            "The SAML response was used too late: AWS takes it for five minutes.",
            "Start at the AWS access portal again, without the browser's *Back*.",
            "token must be redeemed within 5 minutes of issuance"),
    STS_REGION(
            "STS is not activated in the Region of the sign-in endpoint.",
            "Activate it in the Connect account (IAM console, *Account settings*).",
            "sts is not activated in this region"),
    NOT_ONBOARDED(
            "The Connect instance has no user with exactly this name.",
            "Compare the Connect user's name with the primary e-mail in the identity store, case included.",
            "has not been onboarded to this application",
            "usernotfound(exception)?"),
    OTHER_ROLE(
            "The user signed in before through a role that was deleted and created again, so its unique id changed.",
            "Delete the Connect user and create it again; never delete the role.",
            "^bad request$",
            "cannot be used for federation with amazon connect"),
    RELAY_STATE(
            "The sign-in went to another Connect instance than the run's: the relay state of the application names it.",
            "Set the relay state of the application to RELAY_STATE. Role and policy are not the cause.",
            "getfederationtoken resourcenotfoundexception"),
    FEDERATION_DENIED(
            "Compare the relay state of the application first: it must be RELAY_STATE. With the relay state of another"
                    + " instance Connect shows these words although policy and role are right.",
            "If it is equal, the policy does not allow connect:GetFederationToken: its resource names another instance,"
                    + " Region or account, or lacks ${aws:userid}. Then redo federation-policy.",
            "not authorized to perform: connect:getfederationtoken",
            "getfederationtoken accessdenied(exception)?",
            "access denied, please contact your aws account administrator"),
    OWN_URL(
            "The instance's own URL was opened: a SAML instance is entered from the access portal.",
            "Start at the AWS access portal.",
            "^session expired"),
    CONSOLE(
            "The session went to the AWS console: the relay state is missing or the start URL is not blank.",
            "Set the relay state of the application to RELAY_STATE and leave the start URL blank.",
            "aws (management )?console",
            "console home");

    private final String cause;
    private final String remedy;
    private final Pattern phrases;

    SignInExplanation(String cause, String remedy, String... phrases) {
        this.cause = cause;
        this.remedy = remedy;
        this.phrases = Pattern.compile("(?<!\\w)(?:" + String.join("|", phrases) + ")(?!\\w)");
    }

    /** The explanation of a text, if it is known. */
    static Optional<SignInExplanation> of(String text) {
        String words = text.toLowerCase(Locale.ROOT)
                .replace('\u2019', '\'')
                .replaceAll("\\s+", " ")
                .replaceFirst("^ ?(error( message)?: )?[\"\u201c']?", "")
                .replaceFirst("[.!\"\u201d' ]+$", "");
        return Arrays.stream(values())
                .filter(row -> row.phrases.matcher(words).find())
                .findFirst();
    }

    /** Of a text: a known page, else a code of Entra, else a page of a host that has no part in the sign-in. */
    static Reason explain(String text, String pointer, String relayState) {
        return of(text).map(row -> row.reason(pointer, relayState))
                .or(() -> EntraRefusal.in(text, pointer))
                .or(() -> UnexpectedHost.in(text, pointer))
                .orElseGet(() -> new Reason(
                        pointer,
                        "UNEXPLAINED",
                        "This text is not known here. Collect the whole text and address of the page, the user, the time with"
                                + " its time zone, and every request or correlation id; with these, look at the sign-in log in"
                                + " Entra and at CloudTrail in both accounts. Compare first what was typed by hand (attribute"
                                + " mappings, relay state, start URL), then provider, role and policy."));
    }

    /** The reason for the person; {@code relayState} is what the application must have. */
    Reason reason(String pointer, String relayState) {
        return new Reason(pointer, name(), (cause + " " + remedy).replace("RELAY_STATE", relayState));
    }
}
