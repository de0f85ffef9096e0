package dev.crossrun.desk.page;

import gg.jte.Content;
import java.util.List;
import java.util.Set;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;

/**
 * Markdown of runs as HTML. The values in it may be hostile: HTML in them is shown as text, links lead to web pages only, and
 * pictures are not loaded.
 */
public final class MarkdownHtml {
    private static final List<Extension> TABLES = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(TABLES).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(TABLES)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .urlSanitizer(new DefaultUrlSanitizer(List.of("http", "https", "mailto")))
            .nodeRendererFactory(context -> new PictureAsText(context.getWriter()))
            .attributeProviderFactory(context -> (node, tag, attributes) -> {
                if (node instanceof Link) {
                    attributes.put("rel", "noopener noreferrer");
                } else if (tag.equals("pre")) {
                    // What scrolls must be reached by the keyboard.
                    attributes.put("tabindex", "0");
                } else if (node instanceof TableBlock) {
                    attributes.put("class", "wide");
                    attributes.put("tabindex", "0");
                }
            })
            .build();

    private MarkdownHtml() {}

    /** The content of a template; commonmark has escaped it. Its headings are two levels lower: the page has its own. */
    public static Content html(String markdown) {
        return html(markdown, 2);
    }

    /** A whole page. */
    public static Content page(String markdown) {
        return html(markdown, 0);
    }

    private static Content html(String markdown, int lower) {
        Node document = PARSER.parse(markdown);
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                heading.setLevel(Math.min(6, heading.getLevel() + lower));
                visitChildren(heading);
            }
        });
        String html = RENDERER.render(document);
        return output -> output.writeContent(html);
    }

    /** A picture would be loaded from anywhere: its description is shown instead. */
    private static final class PictureAsText implements NodeRenderer {
        private final HtmlWriter writer;

        PictureAsText(HtmlWriter writer) {
            this.writer = writer;
        }

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Image.class);
        }

        @Override
        public void render(Node picture) {
            for (Node child = picture.getFirstChild(); child != null; child = child.getNext()) {
                if (child instanceof Text text) {
                    writer.text(text.getLiteral());
                }
            }
        }
    }
}
