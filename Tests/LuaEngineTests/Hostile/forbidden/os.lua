-- expect: harmless
-- Functions of os that are not in the sandbox.
if os.execute ~= nil then note('breach os.execute') end
if os.exit ~= nil then note('breach os.exit') end
if os.getenv ~= nil then note('breach os.getenv') end
if os.remove ~= nil then note('breach os.remove') end
if os.rename ~= nil then note('breach os.rename') end
if os.tmpname ~= nil then note('breach os.tmpname') end
if os.setlocale ~= nil then note('breach os.setlocale') end
if os.clock ~= nil then note('breach os.clock') end
os.execute('true')
note('survived')
