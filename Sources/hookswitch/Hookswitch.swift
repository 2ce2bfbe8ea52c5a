import ArgumentParser

@main
struct Hookswitch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hookswitch",
        abstract: "Runs phone-call flows written in Lua on Azure Communication Services.",
        discussion: """
            A first call, without an account and without a phone:

              hookswitch dev flows                                   # runtime and emulator, reloading as you edit
              hookswitch call --to +18005550199 --press 1            # in another terminal: ring it, press 1

            Flows are files or folders: flows/NAME.lua or flows/NAME/main.lua.
            """,
        version: "0.1.0",
        subcommands: [
            Dev.self, Run.self, Emulate.self, Call.self, Calls.self, Flows.self, Replay.self, Check.self,
            Test.self, GraphCommand.self, Load.self, New.self, Types.self, CrashPoints.self,
        ])
}
