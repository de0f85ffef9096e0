package dev.crossrun.aws;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crossrun.run.document.MarkdownText;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A denied permission, as AWS's message describes it (IAM User Guide, "Troubleshoot access denied error messages").
 *
 * @param principal ARN of who was denied; of a role, its session
 * @param resource absent where AWS does not name one
 * @param policy the kind of policy that denies or does not allow, such as {@code identity-based policy}; absent where AWS
 *     does not say
 * @param explicit whether a policy denies it, which no other policy can fix
 */
record Denial(String principal, String action, Optional<String> resource, Optional<String> policy, boolean explicit) {
    private static final Pattern MESSAGE = Pattern.compile(
            "User: (?<principal>arn:[^\\s`]+) is not authorized to perform: (?<action>[a-z0-9-]+:[A-Za-z0-9]+)"
                    + "(?: on resource: (?:(?<kind>[a-z][a-z -]*) )?(?<resource>[^\\s`]+?))?[,.]?"
                    + "(?:\\s+because no (?<lacking>[^`<>\\[\\]]+?) allows the \\S+ action.*"
                    + "|\\s+with an explicit deny(?<explicit>)(?: in an? (?<denying>[^`<>\\[\\]]+?))?\\.?)?\\s*",
            Pattern.DOTALL);

    /** AWS sends some readers on to a page of its own. */
    private static final Pattern ELSEWHERE = Pattern.compile("\\.?\\s+Go to https://.*", Pattern.DOTALL);

    private static final Pattern SESSION = Pattern.compile("arn:[^:]+:sts::(\\d{12}):assumed-role/([^/]+)/.*");
    private static final Set<String> KINDS = Set.of("role", "policy", "user", "group");
    private static final Pattern USER = Pattern.compile("arn:[^:]+:iam::(\\d{12}):user/(.+)");

    /** Empty if the message is of another form. */
    static Optional<Denial> in(String message) {
        Matcher said = MESSAGE.matcher(ELSEWHERE.matcher(message).replaceFirst(""));
        if (!said.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Denial(
                said.group("principal"),
                said.group("action"),
                resource(said),
                Optional.ofNullable(said.group("lacking")).or(() -> Optional.ofNullable(said.group("denying"))),
                said.group("explicit") != null));
    }

    /** IAM says {@code role NAME} and {@code policy ARN}; a resource without an ARN is in the account of the caller that was denied. */
    private static Optional<String> resource(Matcher said) {
        Optional<String> resource = Optional.ofNullable(said.group("resource"));
        Optional<String> kind = Optional.ofNullable(said.group("kind"));
        if (kind.isEmpty() || resource.orElse("").startsWith("arn:")) {
            return resource;
        }
        String[] principal = said.group("principal").split(":", 6);
        boolean named = KINDS.contains(kind.get()) && principal.length == 6;
        return named
                ? resource.map(name -> "arn:%s:iam::%s:%s/%s".formatted(principal[1], principal[4], kind.get(), name))
                : Optional.empty();
    }

    /** What would fix it, as a sentence. */
    String remedy() {
        if (explicit) {
            return "Adding a statement that allows it would not help: an explicit deny in "
                    + policy.map(kind -> "the " + kind).orElse("a policy") + " forbids " + what()
                    + " to " + who()
                    + ". Ask the owner of that policy to exempt the role, then try again.";
        }
        if (policy.filter(kind -> !kind.equals("identity-based policy") && !kind.equals("resource-based policy"))
                .isPresent()) {
            return "Adding a statement to the policies of " + who() + " alone would not help: allow " + what()
                    + " in its " + MarkdownText.escaped(policy.get()) + " as well, then try again.";
        }
        String statement = "Add to the policies of " + who() + " the statement " + MarkdownText.code(statement());
        return action.equals("sts:AssumeRole")
                ? statement + ", and see that the role it asks for trusts it, with the external id of worker.yml. Then"
                        + " try again."
                : statement + ", then try again.";
    }

    /** As it stands in a policy's list of statements. */
    private String statement() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("Effect", "Allow")
                .put("Action", action)
                .put("Resource", resource.orElse("*"))
                .toString();
    }

    private String what() {
        return MarkdownText.code(action)
                + resource.map(arn -> " on " + MarkdownText.code(arn)).orElse("");
    }

    private String who() {
        Matcher session = SESSION.matcher(principal);
        if (session.matches()) {
            return "the role " + MarkdownText.code(session.group(2)) + " in account " + session.group(1);
        }
        Matcher user = USER.matcher(principal);
        return user.matches()
                ? "the user " + MarkdownText.code(user.group(2)) + " in account " + user.group(1)
                : MarkdownText.code(principal);
    }
}
