// What every page gets: small, and nothing a page cannot do without.
import "./house/autosave-form.ts";
import "./house/confirm-dialog.ts";
import "./house/error-summary.ts";
import "./house/popups.ts";
import "./house/repeat-items.ts";
import "./house/shortcuts.ts";
import "./house/suggest.ts";
import "./house/tables.ts";
import "./house/word-count.ts";
