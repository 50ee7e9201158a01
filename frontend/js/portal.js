/* Everything here is a convenience: each page works without it. */

import { enhanceComboboxes } from "./combobox.js";
import { enhanceCounters } from "./counter.js";
import { enhanceMenus } from "./menu.js";

enhanceMenus(document);
enhanceCounters(document);
enhanceComboboxes(document);
