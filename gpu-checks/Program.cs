// The command line tool: gpu-checks.

return 0;
