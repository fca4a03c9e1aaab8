// The entry on every page of the phone's shell: the line above, the steps below, and what keeps them.
import "./outbox-line.js";
import "./field-steps.js";
import "./leaving.js";
import { settleHere } from "./here.js";

settleHere();
