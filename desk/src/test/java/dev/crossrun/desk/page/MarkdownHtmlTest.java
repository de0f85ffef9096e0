package dev.crossrun.desk.page;

import static org.assertj.core.api.Assertions.assertThat;

import gg.jte.output.StringOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownHtmlTest {
    private static String html(String markdown) {
        StringOutput output = new StringOutput();
        MarkdownHtml.html(markdown).writeTo(output);
        return output.toString();
    }

    @Test
    void instructionsKeepTheirStructure() {
        assertThat(html("1. Open *Settings*\n2. `ACCEPT`"))
                .contains("<ol>", "<em>Settings</em>", "<code>ACCEPT</code>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "a <img src=x onerror=alert(1)> b",
                "[x](javascript:alert(1))",
                "![x](https://evil.example/pixel.png)",
                "<a href=\"javascript:alert(1)\">x</a>",
                "[x](data:text/html;base64,PHNjcmlwdD4=)"
            })
    void whatIsHostileIsText(String markdown) {
        assertThat(html(markdown))
                .doesNotContain("<script", "<img", "href=\"javascript", "href=\"data", "evil.example");
    }

    @Test
    void headingsAreBelowThoseOfThePage() {
        assertThat(html("# One")).contains("<h3>");
    }
}
