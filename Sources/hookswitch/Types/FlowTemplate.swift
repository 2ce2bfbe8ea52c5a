/// What `hookswitch new` writes: a small flow that works, its spec and README, and the settings of an editor.
struct FlowTemplate {
    /// The flow's name, which is its folder's.
    let name: String
    /// The number that it takes calls to.
    let number: String

    /// The files by their paths in the flow's folder.
    var files: [String: String] {
        [
            "main.lua": main, "\(name)_spec.lua": spec, "README.md": readme,
            // The library lies beside the flows, once for all of them.
            ".luarc.json": Self.editorSettings(library: "../.hookswitch"),
        ]
    }

    /// Settings of a Lua language server for a workspace whose library is at this path.
    static func editorSettings(library: String) -> String {
        """
        {
          "$schema": "https://raw.githubusercontent.com/LuaLS/vscode-lua/master/setting/schema.json",
          "runtime.version": "Lua 5.4",
          "runtime.path": ["?.lua", "?/init.lua"],
          "workspace.library": ["\(library)"],
          "workspace.checkThirdParty": false
        }

        """
    }

    private var main: String {
        """
        local menu = require "std.menu"

        flow { locale = "en-US", voice = "en-US-AvaNeural" }

        on("IncomingCall", { to = "\(number)" }, function(call)
          call:answer()
          local choice, reason = menu.ask(call, {
            text = "Welcome. For our opening hours press 1, for our address press 2.",
            choices = { ["1"] = "hours", ["2"] = "address" },
            no_input = "I did not hear anything.",
            no_match = "That is not on the menu.",
          })
          log.info("chosen", { choice = choice, reason = reason })
          if choice == "hours" then call:play { text = "We are open from nine to five, Monday to Friday." } end
          if choice == "address" then call:play { text = "You find us at one Main Street." } end
          call:play { text = "Goodbye." }
          call:hang_up { for_everyone = true }
        end)

        """
    }

    private var spec: String {
        """
        describe("\(name)", function()
          local caller
          before_each(function() caller = phone "+14255550100" end)

          it("tells the opening hours", function()
            local call = caller:dial "\(number)"
            caller:hears "For our opening hours press 1"
            caller:presses "1"
            caller:hears "from nine to five"
            expect(call):has_ended { how = "application_hung_up" }
          end)

          it("tells the address", function()
            local call = caller:dial "\(number)"
            caller:hears "for our address press 2"
            caller:presses "2"
            caller:hears "Main Street"
            expect(call):has_ended { how = "application_hung_up" }
          end)

          it("says goodbye to a caller who stays silent", function()
            local call = caller:dial "\(number)"
            caller:stays_silent()
            caller:hears "Goodbye"
            expect(call):has_ended { how = "application_hung_up" }
            expect(call):logged("chosen", { reason = "no_input" })
          end)
        end)

        """
    }

    private var readme: String {
        """
        # \(name)

        Takes calls to `\(number)` and answers two questions by key.

        Try it: `hookswitch dev flows` in one terminal, `hookswitch call --to \(number) --press 1` in another.

        `\(name)_spec.lua` tells what must be so; run it with `hookswitch test --filter \(name)`.

        """
    }
}
