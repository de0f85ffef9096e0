package dev.crossrun.desk.page;

import dev.crossrun.desk.session.Session;
import dev.crossrun.domain.Sha256;
import java.util.Optional;

/**
 * What stands around the content of a page.
 *
 * @param title of the document, without the product's name
 * @param area which part of the navigation it belongs to
 * @param session who looks at it; absent on pages that need no sign-in
 */
public record Frame(String title, Area area, Optional<Session> session) {
    /** The parts of the navigation. */
    public enum Area {
        INBOX("Inbox", "/desk/"),
        RUNS("Runs", "/desk/runs"),
        RUNBOOKS("Runbooks", "/desk/runbooks"),
        /** In none of them. */
        NONE("", "");

        private final String label;
        private final String path;

        Area(String label, String path) {
            this.label = label;
            this.path = path;
        }

        public String label() {
            return label;
        }

        public String path() {
            return path;
        }
    }

    public static Frame of(String title, Area area, Session session) {
        return new Frame(title, area, Optional.of(session));
    }

    public static Frame withoutSession(String title) {
        return new Frame(title, Area.NONE, Optional.empty());
    }

    /** Tells one person's text in a tab from another's; empty without a session. */
    public String person() {
        return session.map(known -> Sha256.of(known.caller().actor().issuer() + " "
                                + known.caller().actor().subject().orElse(known.getName()))
                        .value())
                .orElse("");
    }

    /** What every form carries, so that no other site and no tab of another sign-in can send it. */
    public String csrf() {
        return session.map(Session::csrf).orElse("");
    }
}
