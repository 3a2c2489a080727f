// First, so that it hears what the page shows.
import './waiting.js';
import './preview.js';
