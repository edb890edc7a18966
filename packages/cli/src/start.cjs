#!/usr/bin/env node
// ES5 and nothing but built-in modules: every Node, however old, gets as far as the message.
'use strict';

var needed = require('../package.json').engines.node.replace('>=', '');
var found = process.versions.node;
var message = ['trtc-call needs Node.js ', needed, ' or later (found ', found, '): see https://nodejs.org\n'];

if (isOlder(found.split('.'), needed.split('.'))) {
  process.stderr.write(message.join(''));
  process.exitCode = 2;
} else {
  require('./main.js');
}

function isOlder(given, least) {
  if (given[0] === least[0]) return Number(given[1]) < Number(least[1]);
  return Number(given[0]) < Number(least[0]);
}
