/** What somebody may write to break out of a page, a terminal, a Markdown table, a workflow command or an XML file. */
export const breakout =
  '</script><script>window.hacked = 1</script>" onload="hacked()\' ]]> <!-- & \u2028\u2029 \u001b[31mred\u001b[0m \u0000\u0008\ud800\uffff `|` \u202e\n::error file=x::y\r\n%0A::stop-commands::z';
