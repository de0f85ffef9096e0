package dev.crossrun.runbook.connect;

import dev.crossrun.run.task.Reason;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a failed sign-in means: the words that a person or CloudTrail sees, the cause, and what to do (IAM User Guide,
 * "Troubleshoot SAML federation with IAM"; Amazon Connect Administrator Guide, "Troubleshoot SAML with Connect").
 */
enum SignInExplanation {
    NOT_ASSIGNED_IN_ENTRA(
            "Entra does not let this person use the application: neither assigned nor a direct member of an assigned"
                    + " group.",
            "Assign the person or the group to the Entra application, or redo entra-assignments.",
            "aadsts50105"),
    REPLY_URL(
            "Entra does not know Identity Center's ACS URL as a reply URL of the application.",
            "Redo identity-center-metadata with Identity Center's present metadata file.",
            "aadsts50011"),
    IDENTIFIER(
            "Entra knows no application with Identity Center's entity id as its identifier.",
            "Redo identity-center-metadata with Identity Center's present metadata file.",
            "aadsts700016"),
    NO_ENTRA_ACCOUNT(
            "The tenant has no such account, or it is disabled.", "Use the company's Entra account.", "aadsts50034"),
    NOT_PROVISIONED(
            "Identity Center has no user with the name that Entra sent, or the user is disabled.",
            "Compare the sign-in name in Entra with the user name in Identity Center; let Entra provision the person.",
            "couldn't verify your sign-in credentials"),
    SIGNATURE(
            "The SAML provider holds other metadata than the application signs with: the wrong file was handed in, or the"
                    + " application's certificate was rotated.",
            "Redo connect-application with the application's present metadata file.",
            "response signature invalid",
            "invalididentitytoken"),
    ISSUER(
            "The SAML provider holds the metadata of another application or identity provider.",
            "Redo connect-application with the metadata file of the Amazon Connect application.",
            "issuer not present in specified provider"),
    ROLE_MAPPING(
            "The mapping of the Role attribute is missing or malformed.",
            "Correct the row " + ApplicationSettingsStep.ROLE_ATTRIBUTE + " in the application's attribute mappings.",
            "invalid saml response"),
    PROVIDER_MAPPING(
            "The Role mapping names another provider, or the provider was deleted.",
            "Correct the row " + ApplicationSettingsStep.ROLE_ATTRIBUTE + ", or redo saml-provider.",
            "specified provider doesn't exist"),
    TRUST(
            "The Role mapping names another role, or the role's trust policy does not name the provider.",
            "Correct the row " + ApplicationSettingsStep.ROLE_ATTRIBUTE + ", or redo federation-role.",
            "not authorized to perform sts:assumerolewithsaml",
            "not authorized to perform: sts:assumerolewithsaml"),
    SESSION_NAME_MISSING(
            "The mapping of RoleSessionName is missing.",
            "Add the row " + ApplicationSettingsStep.SESSION_NAME_ATTRIBUTE + " with ${user:email}.",
            "rolesessionname is required"),
    SESSION_NAME(
            "The user's name has characters that a session cannot carry.",
            "A session name is 2 to 64 of A-Z a-z 0-9 _ . @ -: map RoleSessionName to ${user:email}, or rename the user.",
            "rolesessionname in authnresponse must match"),
    AUDIENCE(
            "The application's audience or ACS URL was changed.",
            "Set the audience to " + Names.AUDIENCE + " and the ACS URL to the value of application-settings.",
            "does not contain the required audience"),
    DURATION(
            "The application's session duration is longer than the role allows.",
            "Set the session duration of the application to one hour.",
            "exceeds maxsessionduration"),
    NOT_ONBOARDED(
            "The Connect instance has no user with exactly this name.",
            "Compare the Connect user's name with the primary e-mail in the identity store, case included.",
            "has not been onboarded to this application",
            "usernotfound"),
    FEDERATION_DENIED(
            "The policy does not allow connect:GetFederationToken: its resource names another instance, Region or account,"
                    + " or lacks ${aws:userid}.",
            "Redo federation-policy.",
            "getfederationtoken",
            "access denied, please contact your aws account administrator"),
    OWN_URL(
            "The instance's own URL was opened: a SAML instance is entered from the access portal.",
            "Start at the AWS access portal.",
            "session expired"),
    OTHER_ROLE(
            "The user signed in before through a role that was deleted and made anew, so its unique id changed.",
            "Delete the Connect user and create it again; never delete the role.",
            "bad request"),
    CONSOLE(
            "The session went to the AWS console: the relay state is missing or the start URL is not blank.",
            "Set the relay state of application-settings and leave the start URL blank.",
            "console");

    private final String cause;
    private final String remedy;
    private final String[] words;

    SignInExplanation(String cause, String remedy, String... words) {
        this.cause = cause;
        this.remedy = remedy;
        this.words = words;
    }

    /** The explanation of a text, if it is known. */
    static Optional<SignInExplanation> of(String text) {
        String lower = text.toLowerCase(Locale.ROOT).replace('’', '\'');
        return Arrays.stream(values())
                .filter(row -> Arrays.stream(row.words).anyMatch(lower::contains))
                .findFirst();
    }

    Reason reason(String pointer) {
        return new Reason(pointer, name(), cause + " " + remedy);
    }
}
