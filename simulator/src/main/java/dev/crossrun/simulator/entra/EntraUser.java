package dev.crossrun.simulator.entra;

/**
 * A user of the tenant.
 *
 * @param mail the e-mail address, which may differ from the sign-in name
 */
public record EntraUser(
        String id, String userPrincipalName, String mail, String givenName, String surname, boolean enabled) {
    public String displayName() {
        return givenName + " " + surname;
    }

    public EntraUser withMail(String newMail) {
        return new EntraUser(id, userPrincipalName, newMail, givenName, surname, enabled);
    }
}
