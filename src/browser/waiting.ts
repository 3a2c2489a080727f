import { followFiles } from './live-follow.js';

followFiles();
