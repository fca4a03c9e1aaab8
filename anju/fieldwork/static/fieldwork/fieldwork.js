// The elements of the worker's page of one work order.
import "./signature-pad.js";
import "./step-form.js";
