package dev.crossrun.runbook.connect;

import dev.crossrun.run.task.Link;

/** How tasks speak of the console of IAM Identity Center (IAM Identity Center User Guide), and of answers. */
final class Console {
    static final String SUBMIT = "submit";
    static final String CONFIRM = "confirm";

    private final ConnectFederationRequest request;

    Console(ConnectFederationRequest request) {
        this.request = request;
    }

    /** The way to the settings: the first sentence of a list of steps. */
    String settings() {
        return "Open IAM Identity Center in account " + request.identityCenter().accountId() + ", Region "
                + request.identityCenter().region() + " → *Settings*";
    }

    Link settingsLink() {
        return link("settings");
    }

    Link applicationsLink() {
        return link("applications");
    }

    private Link link(String page) {
        String region = request.identityCenter().region().value();
        return new Link(
                "Open IAM Identity Center",
                "https://" + region + ".console.aws.amazon.com/singlesignon/home?region=" + region + "#!/" + page);
    }
}
