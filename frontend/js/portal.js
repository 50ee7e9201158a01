/* Everything here is a convenience: each page works without it. */

import { enhanceComboboxes } from "./combobox.js";
import { enhanceCounters } from "./counter.js";
import { enhanceMenus } from "./menu.js";
import { enhanceNotes } from "./notes.js";

enhanceMenus(document);
enhanceCounters(document);
enhanceComboboxes(document);
enhanceNotes(document);
