package dev.crossrun.simulator.page.portal;

import dev.crossrun.simulator.page.PageRoute;
import dev.crossrun.simulator.page.Pages;
import dev.crossrun.simulator.page.Visit;
import dev.crossrun.simulator.signin.AccountPortal;
import dev.crossrun.simulator.signin.SignIn;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.world.Account;
import dev.crossrun.simulator.world.Credentials.AccessKey;
import dev.crossrun.simulator.world.DirectoryUser;
import dev.crossrun.simulator.world.PermissionSet;
import dev.crossrun.simulator.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The AWS access portal, below {@code /portal}: sign-in, applications and accounts. */
public final class PortalPages {
    private static final String PORTAL = "/portal";
    private static final String ACCOUNTS = PORTAL + "/accounts";
    private static final String CONSOLE = PORTAL + "/console";

    private final World world;
    private final SignIn signIn;
    private final AccountPortal portal;

    private PortalPages(World world) {
        this.world = world;
        this.signIn = new SignIn(world);
        this.portal = new AccountPortal(world);
    }

    /** Somebody to choose at the sign-in. */
    record Person(String userName, String name) {}

    /** An account with the permission sets that the user has in it. */
    record Place(Account account, List<PermissionSet> permissionSets) {}

    public static List<PageRoute> routes(World world) {
        PortalPages pages = new PortalPages(world);
        return List.of(
                PageRoute.get(PORTAL, visit -> pages.signedIn(visit, pages::applications)),
                PageRoute.get(ACCOUNTS, visit -> pages.signedIn(visit, pages::accounts)),
                PageRoute.post(PORTAL + "/sign-in", pages::signIn),
                PageRoute.post(PORTAL + "/sign-out", pages::signOut),
                PageRoute.post(PORTAL + "/applications", visit -> pages.signedIn(visit, pages::openApplication)),
                PageRoute.post(ACCOUNTS, visit -> pages.signedIn(visit, pages::openAccount)),
                PageRoute.get(CONSOLE, pages::console),
                PageRoute.get("/connect/{instance}", pages::openInstance));
    }

    private HttpReply signedIn(Visit visit, BiFunction<Visit, DirectoryUser, HttpReply> page) {
        return visit.portalToken()
                .flatMap(portal::user)
                .map(user -> page.apply(visit, user))
                .orElseGet(() -> choose(visit));
    }

    private HttpReply choose(Visit visit) {
        boolean external = world.identityCenter()
                .filter(center -> center.source().external())
                .isPresent();
        List<Person> people = external
                ? world.entra().stream()
                        .flatMap(tenant -> tenant.users().stream())
                        .map(user -> new Person(user.userPrincipalName(), user.displayName()))
                        .toList()
                : world.identityCenter().stream()
                        .flatMap(center -> center.users().visible().stream())
                        .map(user -> new Person(user.userName(), user.displayName()))
                        .toList();
        return visit.page("page/portal/signInAtPortal.jte", Map.of("external", external, "people", people));
    }

    private HttpReply signIn(Visit visit) {
        AccountPortal.Entry entry = portal.signIn(visit.field("user"));
        if (entry.refusal().isPresent()) {
            return SignInEnd.page(entry.refusal().get());
        }
        visit.portalToken(entry.session().map(session -> session.accessToken()));
        return Pages.redirect(PORTAL);
    }

    private HttpReply signOut(Visit visit) {
        visit.portalToken().ifPresent(portal::signOut);
        visit.portalToken(Optional.empty());
        return visit.done(PORTAL, "You signed out of the AWS access portal.");
    }

    private HttpReply applications(Visit visit, DirectoryUser user) {
        return visit.page("page/portal/applicationTiles.jte", Map.of("user", user, "applications", signIn.tiles(user)));
    }

    private HttpReply accounts(Visit visit, DirectoryUser user) {
        List<Place> places = portal.accounts(user).stream()
                .map(account -> new Place(account, portal.permissionSets(user, account.id())))
                .toList();
        return visit.page("page/portal/accountTiles.jte", Map.of("user", user, "places", places));
    }

    /** The portal's answer to a click: a form that the browser posts to the sign-in endpoint. */
    private HttpReply openApplication(Visit visit, DirectoryUser user) {
        SignIn.Click click = signIn.click(user, visit.field("application"));
        return click.form()
                .map(form -> visit.page("page/portal/postResponse.jte", Map.of("form", form)))
                .orElseGet(() -> SignInEnd.page(click.end().orElseThrow()));
    }

    private HttpReply openAccount(Visit visit, DirectoryUser user) {
        Optional<AccessKey> session = world.account(visit.field("account"))
                .flatMap(account -> portal.open(user, account.id(), visit.field("permissionSet")));
        if (session.isEmpty()) {
            return visit.page(
                    403,
                    "page/wrong.jte",
                    Map.of("text", "You do not have access to this account with this permission set."));
        }
        visit.console(session);
        return Pages.redirect(CONSOLE);
    }

    private HttpReply console(Visit visit) {
        Optional<AccessKey> session = visit.console();
        if (session.isEmpty()) {
            return Pages.redirect(PORTAL);
        }
        AccessKey key = session.get();
        return visit.page(
                "page/portal/console.jte",
                Map.of(
                        "account",
                        world.requireAccount(key.caller().accountId()),
                        "arn",
                        key.caller().arn(),
                        "until",
                        key.expiration().orElseThrow(),
                        "open",
                        world.now().isBefore(key.expiration().orElseThrow())));
    }

    private HttpReply openInstance(Visit visit) {
        return SignInEnd.page(signIn.openInstance(visit.path("instance")));
    }
}
