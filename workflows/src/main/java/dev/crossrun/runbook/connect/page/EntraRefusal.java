package dev.crossrun.runbook.connect.page;

import dev.crossrun.run.task.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Entra's codes mean that a SAML sign-in can show (Microsoft identity platform, "Microsoft Entra authentication and
 * authorization error codes"). Those about the run's own application are in the explanations of the sign-in step.
 */
public final class EntraRefusal {
    private static final Pattern CODE = Pattern.compile("\\bAADSTS(\\d{4,7})\\b", Pattern.CASE_INSENSITIVE);

    private static final String CONDITIONAL_ACCESS =
            " Open the sign-in log of this user in Entra, tab *Conditional Access*: it names the policy. Its owner decides"
                    + " whether agents meet it or are excluded.";
    private static final String PASSWORD = " The user sets a new password at Microsoft, then signs in again.";
    private static final String SECOND_FACTOR =
            " The user finishes multi-factor authentication or registers a method for it"
                    + " (aka.ms/mfasetup), then signs in again.";
    private static final String REQUEST =
            " Compare the identity source in IAM Identity Center (entity id, sign-in URL) with the"
                    + " application's metadata in Entra, then start at the AWS access portal again.";

    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("16000", "Several accounts are signed in. Sign out of the others or use a private window."),
            Map.entry(
                    "50020",
                    "The account is of another tenant and not a guest here. Use the company's account, or invite it."),
            Map.entry(
                    "50053",
                    "The account is locked, or the address it signs in from is blocked. Wait, or unlock the user."),
            Map.entry("50055", "The password has expired." + PASSWORD),
            Map.entry("50056", "The password is missing or invalid." + PASSWORD),
            Map.entry("50057", "The account is disabled. Enable the user in Entra, or use another one."),
            Map.entry(
                    "50058",
                    "No session was found in the browser. Start at the AWS access portal in a private window."),
            Map.entry("50072", "Multi-factor authentication has to be registered." + SECOND_FACTOR),
            Map.entry("50074", "Multi-factor authentication is required and was not done." + SECOND_FACTOR),
            Map.entry("50076", "Multi-factor authentication is required here." + SECOND_FACTOR),
            Map.entry("50079", "Multi-factor authentication has to be registered." + SECOND_FACTOR),
            Map.entry("50085", "The refresh token needs a sign-in at the social provider. Sign in again."),
            Map.entry("50107", "The realm of the account is not known in the tenant. Use the company's account."),
            Map.entry(
                    "50125",
                    "A password reset or registration interrupted the sign-in. Finish it, then sign in again."),
            Map.entry("50126", "User name or password is wrong. Check both, then sign in again."),
            Map.entry("50128", "The domain belongs to no tenant. Check the spelling of the sign-in name."),
            Map.entry("50129", "The device is not registered in the tenant." + CONDITIONAL_ACCESS),
            Map.entry("50131", "A Conditional Access policy refused the device or the location." + CONDITIONAL_ACCESS),
            Map.entry("50132", "The session has ended, such as after a change of the password. Sign in again."),
            Map.entry("50133", "The session has ended, since the password expired or was changed. Sign in again."),
            Map.entry("50135", "The password has to be changed because of a risk." + PASSWORD),
            Map.entry("50144", "The Active Directory password has expired." + PASSWORD),
            Map.entry(
                    "50146", "The application needs a signing certificate of its own. Redo entra-signing-certificate."),
            Map.entry(
                    "50158",
                    "An external check, such as another factor, was not finished. Finish it, then sign in again."),
            Map.entry("50173", "The sign-in is too old. Sign in again."),
            Map.entry(
                    "50196", "The browser ran in a loop. Delete its cookies of microsoftonline.com and sign in again."),
            Map.entry("51004", "The account does not exist in the tenant. Use the company's account."),
            Map.entry("53000", "The device does not comply with the policy." + CONDITIONAL_ACCESS),
            Map.entry("53001", "The device is not joined to the domain." + CONDITIONAL_ACCESS),
            Map.entry("53002", "The program is not an approved one." + CONDITIONAL_ACCESS),
            Map.entry("53003", "A Conditional Access policy blocked the sign-in." + CONDITIONAL_ACCESS),
            Map.entry("53004", "The user has to register multi-factor authentication first." + SECOND_FACTOR),
            Map.entry("53009", "The program must be under app protection." + CONDITIONAL_ACCESS),
            Map.entry("53011", "The user is blocked because of a risk in the home tenant. Its administrator decides."),
            Map.entry(
                    "65001",
                    "Nobody consented to the application. An administrator of the tenant grants consent to it."),
            Map.entry(
                    "65004", "The user declined to consent to the application. An administrator grants consent to it."),
            Map.entry(
                    "70001", "Entra does not know the application, or it is disabled. Check it in *Enterprise apps*."),
            Map.entry("75003", "Entra does not support the binding of the request." + REQUEST),
            Map.entry("75005", "Entra cannot read the request as SAML." + REQUEST),
            Map.entry("75008", "The request names an unexpected destination." + REQUEST),
            Map.entry(
                    "75011",
                    "The user had signed in another way than the request demands. Sign out and sign in with the"
                            + " password, in a private window."),
            Map.entry("75016", "The request has an invalid NameIDPolicy." + REQUEST),
            Map.entry(
                    "76021",
                    "The application accepts only signed requests, and this one is not signed. Turn off *Require"
                            + " verification certificates* of the application's single sign-on."),
            Map.entry("90002", "The tenant was not found." + REQUEST),
            Map.entry("90033", "Entra has a passing problem. Sign in again in some minutes."),
            Map.entry(
                    "90072",
                    "The account is of another tenant and cannot use the application. Use the company's account, or"
                            + " invite it."),
            Map.entry("90094", "The application needs the consent of an administrator. An administrator grants it."),
            Map.entry("500011", "Entra knows no application with the identifier of the request." + REQUEST),
            Map.entry("500121", "Multi-factor authentication failed." + SECOND_FACTOR),
            Map.entry("500571", "The guest account is disabled. Enable it, or use another one."),
            Map.entry("530003", "The device has to be managed." + CONDITIONAL_ACCESS),
            Map.entry(
                    "750054",
                    "The request has no SAMLRequest: the sign-in was not started by IAM Identity Center. Start at"
                            + " the AWS access portal."),
            Map.entry(
                    "7000112",
                    "The application is disabled for sign-in. Enable it in Entra (*Properties* → *Enabled for users"
                            + " to sign-in*)."),
            Map.entry("7500514", "The request is for an unknown type of application." + REQUEST),
            Map.entry("7500529", "The request has an invalid ID." + REQUEST));

    private EntraRefusal() {}

    /** What Entra's code in a text means; of an unknown code, where to look. Empty if the text has none. */
    public static Optional<Reason> in(String text, String pointer) {
        Matcher found = CODE.matcher(text);
        if (!found.find()) {
            return Optional.empty();
        }
        String code = "AADSTS" + found.group(1);
        return Optional.of(new Reason(
                pointer,
                code,
                "Entra refused the sign-in with " + code + ". "
                        + Optional.ofNullable(MEANINGS.get(found.group(1)))
                                .orElse("This code is not explained here. Look it up at"
                                        + " https://login.microsoftonline.com/error?code=" + found.group(1)
                                        + ", and open the sign-in log in Entra (*Monitoring & health* → *Sign-in logs*) at"
                                        + " this user and time: it names the cause.")));
    }
}
