package dev.crossrun.runbook.connect.page;

import dev.crossrun.run.task.Reason;
import java.util.HashMap;
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
            " The user finishes multi-factor authentication, or registers a method for it"
                    + " (aka.ms/mfasetup), then signs in again.";
    private static final String REQUEST =
            " Compare the identity source in IAM Identity Center (entity id, sign-in URL) with the"
                    + " application's metadata in Entra, then start at the AWS access portal again.";

    private static final Map<String, String> MEANINGS = meanings();

    private EntraRefusal() {}

    private static Map<String, String> meanings() {
        Map<String, String> known = new HashMap<>();
        add(
                known,
                "16000 16003 50020 51004 90072",
                "The account is not in this tenant. Sign out, then sign in with the company's account, or invite the account as a guest.");
        add(
                known,
                "16001",
                "The choice of an account was not accepted. Choose the account again, or use a private window.");
        add(
                known,
                "20001 20012 20033 50008 50107",
                "The company's federated sign-in (such as AD FS) sent an answer that Entra cannot use. Its administrator looks at it.");
        add(
                known,
                "50000 50033 50087 50166 90006 90012 90024 90033 90055 90090",
                "Entra has a temporary problem. Wait a few minutes, then sign in again.");
        add(
                known,
                "50002 500021 500022",
                "The network that the user signs in from allows other tenants only. Its administrator adds this tenant to the tenant restrictions.");
        add(known, "50003 50146", "The application has no valid signing certificate. Redo entra-signing-certificate.");
        add(known, "50014", "The guest account is not complete. The user accepts the invitation first.");
        add(known, "500208", "The type of the account does not fit the tenant. Use the company's account.");
        add(
                known,
                "500212 500213 1000104",
                "The cross-tenant access settings of the user's company or of this tenant do not allow the sign-in. Use an account of this tenant.");
        add(
                known,
                "50053",
                "The account is locked, or the address it signs in from is blocked. Wait, or unlock the user.");
        add(known, "50055 50144", "The password has expired." + PASSWORD);
        add(known, "50056", "The password is missing or invalid." + PASSWORD);
        add(known, "50057 500571", "The account is disabled. Enable the user in Entra, or use another account.");
        add(known, "50058", "No session was found in the browser. Start at the AWS access portal in a private window.");
        add(known, "50059 90002 90019", "Entra cannot see from the request which tenant is meant." + REQUEST);
        add(known, "50072 50079 53004", "The user has to register multi-factor authentication." + SECOND_FACTOR);
        add(known, "50074 50076 50078", "Multi-factor authentication is required." + SECOND_FACTOR);
        add(
                known,
                "53010",
                "The user has to register multi-factor authentication from a place or device that the company allows."
                        + CONDITIONAL_ACCESS);
        add(known, "500121", "Multi-factor authentication failed." + SECOND_FACTOR);
        add(
                known,
                "50088",
                "The limit of calls or text messages for multi-factor authentication is reached. Wait a few minutes, then sign in again.");
        add(
                known,
                "50085 50089 50132 50133 50173",
                "The sign-in took too long or its session has ended. Start at the AWS access portal again.");
        add(
                known,
                "50005 50097 50129 50155 50187 53000 53001 530003",
                "A Conditional Access policy does not accept the device." + CONDITIONAL_ACCESS);
        add(known, "50131", "A Conditional Access policy refused the device or the location." + CONDITIONAL_ACCESS);
        add(
                known,
                "50127 53002 53009",
                "A Conditional Access policy does not accept the program." + CONDITIONAL_ACCESS);
        add(known, "53003", "A Conditional Access policy blocked the sign-in." + CONDITIONAL_ACCESS);
        add(
                known,
                "530032 530035",
                "A security policy of the tenant blocked the sign-in. Its administrator looks at the security defaults and the policies.");
        add(
                known,
                "53011 530034",
                "The user is blocked because of a risk in the home tenant. Its administrator decides.");
        add(
                known,
                "50124 501241 501621",
                "An attribute that the claims of the application need is empty for this user. In Entra, open *Single sign-on* → *Attributes & Claims* and compare the source attribute of the name ID with the user.");
        add(known, "50125", "A password reset or registration interrupted the sign-in. Finish it, then sign in again.");
        add(known, "50126 50064", "The user name or the password is wrong. Check both, then sign in again.");
        add(known, "50128", "No tenant has this domain. Check the spelling of the sign-in name.");
        add(known, "50135", "The password has to be changed because of a risk." + PASSWORD);
        add(known, "50140", "The question *Stay signed in?* interrupted the sign-in. Answer it, or start again.");
        add(
                known,
                "50158 50161",
                "An external check, such as another factor, was not finished. Finish it, then sign in again.");
        add(
                known,
                "50180 51006",
                "The tenant expects Integrated Windows authentication. Sign in from a device of the company.");
        add(
                known,
                "50192",
                "No certificate came with the sign-in. Choose the certificate, or check the proxy that may remove it.");
        add(
                known,
                "50194 9001023",
                "The request came through the /common endpoint, which the application does not allow." + REQUEST);
        add(known, "50196", "The browser ran in a loop. Delete its cookies of microsoftonline.com and sign in again.");
        add(
                known,
                "65001 90008 90094 90095 90099",
                "Nobody consented to the application. An administrator of the tenant grants consent to it.");
        add(known, "65004", "The user declined to consent to the application. An administrator grants consent to it.");
        add(
                known,
                "500011 65005 650056 700011",
                "Entra finds no application with the identifier of the request, or it may not be used." + REQUEST);
        add(
                known,
                "70001 7000112 1000031",
                "The application is disabled for sign-in. Enable it in Entra (*Properties* → *Enabled for users to sign-in*).");
        add(known, "75001 75003", "Entra does not support the binding of the request." + REQUEST);
        add(known, "75005 7500514 900236 90107", "Entra cannot read the request as SAML." + REQUEST);
        add(known, "75008", "The request names an unexpected destination." + REQUEST);
        add(
                known,
                "75011",
                "The user had signed in another way than the request demands. Sign out and sign in with the password, in a private window.");
        add(known, "75016", "The request has an invalid NameIDPolicy." + REQUEST);
        add(known, "7500529", "The request has an invalid ID." + REQUEST);
        add(
                known,
                "76021",
                "The application accepts only signed requests, and this one is not signed. Turn off *Require verification certificates* of the application's single sign-on.");
        add(
                known,
                "76026",
                "The request is too old. Check the clock of the computer, then start at the AWS access portal again.");
        add(
                known,
                "750054 900561",
                "The request has no SAMLRequest: IAM Identity Center did not start the sign-in. Start at the AWS access portal.");
        add(
                known,
                "80001 80002 80005 80007 80010 80013 80014",
                "The agent that checks passwords in the company's Active Directory does not answer or has an error. Its administrator looks at it.");
        add(known, "80012", "The company's Active Directory does not allow the user to sign in at this hour.");
        add(
                known,
                "81004 81005 81006 81007 81009 81010 81011 81012",
                "Seamless single sign-on failed on this device. Sign in with the password in a private window.");
        add(known, "90004 90013 90014 90015 90023 9002313 90100 90121", "Entra cannot use the request." + REQUEST);
        add(
                known,
                "900971",
                "The application has no reply URL. Redo identity-center-metadata with Identity Center's present metadata file.");
        add(known, "90123", "The identity provider behind Entra refused the sign-in. Its administrator looks at it.");
        return Map.copyOf(known);
    }

    private static void add(Map<String, String> known, String codes, String meaning) {
        for (String code : codes.split(" ")) {
            if (known.put(code, meaning) != null) {
                throw new IllegalStateException("AADSTS" + code + " is explained twice");
            }
        }
    }

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
