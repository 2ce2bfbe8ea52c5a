-- expect: harmless
-- Functions of debug that are not in the sandbox.
if debug.getregistry ~= nil then note('breach debug.getregistry') end
if debug.getinfo ~= nil then note('breach debug.getinfo') end
if debug.sethook ~= nil then note('breach debug.sethook') end
if debug.getupvalue ~= nil then note('breach debug.getupvalue') end
if debug.setupvalue ~= nil then note('breach debug.setupvalue') end
if debug.setmetatable ~= nil then note('breach debug.setmetatable') end
if debug.getlocal ~= nil then note('breach debug.getlocal') end
if debug.upvaluejoin ~= nil then note('breach debug.upvaluejoin') end
if debug.setuservalue ~= nil then note('breach debug.setuservalue') end
debug.getregistry('true')
note('survived')
