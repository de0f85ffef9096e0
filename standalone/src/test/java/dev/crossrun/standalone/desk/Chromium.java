package dev.crossrun.standalone.desk;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ScreenshotType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The browser of tests. CHROMIUM names the program; with {@code -Dcrossrun.pictures=FOLDER} pictures of pages are written there. */
public final class Chromium implements AutoCloseable {
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final Optional<Path> PICTURES =
            Optional.ofNullable(System.getProperty("crossrun.pictures")).map(Path::of);
    private static final int TALLEST = 1_800;
    private static final int QUALITY = 60;

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser = playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of(System.getenv("CHROMIUM")))
                    .setArgs(ARGUMENTS));

    public Browser browser() {
        return browser;
    }

    /** Takes a picture of the whole page, at most 1,800 pixels of its height. */
    public static void picture(Page page, String name) {
        PICTURES.ifPresent(folder -> {
            // Chromium does not draw a page that is behind another one.
            page.bringToFront();
            int height = (Integer) page.evaluate("document.documentElement.scrollHeight");
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(folder.resolve(name + ".jpg"))
                    .setType(ScreenshotType.JPEG)
                    .setQuality(QUALITY)
                    .setFullPage(true)
                    .setClip(0, 0, page.viewportSize().width, Math.min(height, TALLEST)));
        });
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
