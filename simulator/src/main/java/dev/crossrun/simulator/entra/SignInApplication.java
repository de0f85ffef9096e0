package dev.crossrun.simulator.entra;

import java.util.List;

/**
 * The registration of an application that signs people in by OpenID Connect, with the people who use it.
 *
 * @param clientId a UUID
 * @param redirectUris where codes are sent, compared as they are written; people who sign out can return to them, too
 * @param appRoles the values of its app roles, such as {@code Crossrun.Approver}
 * @param scopes the scopes of its own API by their names, such as {@code Crossrun.Use}
 * @param assignmentRequired whether people who have no role are refused
 */
public record SignInApplication(
        String displayName,
        String clientId,
        String clientSecret,
        List<String> redirectUris,
        List<String> appRoles,
        List<String> scopes,
        boolean assignmentRequired,
        List<Person> people) {

    /**
     * A user with app roles. One that the tenant does not have is added, with the same object id in every world.
     *
     * @param userPrincipalName the sign-in name, which is the e-mail address, too
     * @param roles values of app roles of the application
     */
    public record Person(String userPrincipalName, String givenName, String surname, List<String> roles) {
        public Person {
            roles = List.copyOf(roles);
        }
    }

    public SignInApplication {
        redirectUris = List.copyOf(redirectUris);
        appRoles = List.copyOf(appRoles);
        scopes = List.copyOf(scopes);
        people = List.copyOf(people);
        for (Person person : people) {
            for (String role : person.roles()) {
                if (!appRoles.contains(role)) {
                    throw new IllegalArgumentException(
                            person.userPrincipalName() + ": '" + role + "' is not an app role of " + displayName);
                }
            }
        }
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "SignInApplication[" + displayName + ", " + clientId + ", " + redirectUris + "]";
    }
}
