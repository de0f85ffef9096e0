package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** One page of a list; the token says where the next one starts and of which list it is. */
record ListPage<T>(List<T> items, Optional<String> nextToken) {
    ListPage {
        items = List.copyOf(items);
    }

    /**
     * Cuts a page.
     *
     * @param list what the token belongs to; a token of another list is refused
     */
    static <T> ListPage<T> of(
            List<T> all, int size, Optional<String> token, String list, Supplier<ServiceError> badToken) {
        int from = token.map(text -> start(text, list, badToken)).orElse(0);
        int to = Math.min(from + size, all.size());
        Optional<String> next = to < all.size() ? Optional.of(token(list, to)) : Optional.empty();
        return new ListPage<>(from > to ? List.of() : all.subList(from, to), next);
    }

    ArrayNode render(Function<T, ? extends JsonNode> form) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        items.forEach(item -> array.add(form.apply(item)));
        return array;
    }

    private static String token(String list, int start) {
        String text = list + "#" + start;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static int start(String token, String list, Supplier<ServiceError> badToken) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.startsWith(list + "#")) {
                return Integer.parseInt(text.substring(list.length() + 1));
            }
        } catch (IllegalArgumentException e) {
            throw badToken.get();
        }
        throw badToken.get();
    }
}
