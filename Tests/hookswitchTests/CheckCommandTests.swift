import CallModel
import Foundation
import Testing

/// `hookswitch check`.
extension ProcessTests {
    @Suite struct CheckCommandTests {
        private static let head = "flow { locale = \"en-US\", ai_resource = \"https://example.com\" }\n"

        @Test func aFindingTellsPlaceAndRemedy() async throws {
            let folder = try FlowFolder([
                "desk/main.lua": Self.head
                    + "on(\"IncomingCall\", function(call)\n  call:answer()\n  call:play { txt = \"Hello.\" }\nend)"
            ])
            let told = try await Command.run("check", folder.path, "--no-luacheck")
            #expect(told.status == 65)
            #expect(
                told.output.contains(
                    "desk/main.lua:4:15: error: call:play has no option 'txt'; did you mean 'text'? [unknown_option]\n")
            )
            #expect(told.output.hasSuffix("1 flow, 1 error, 0 warnings\n"))
            #expect(told.errors == "")
            let json = try JSONValue(
                parsing: try await Command.run("check", folder.path, "--json", "--no-luacheck").output)
            let first = json["findings"]?.arrayValue?.first { $0["rule"]?.stringValue == "unknown_option" }
            #expect(first?["file"]?.stringValue == "desk/main.lua")
            #expect(first?["severity"]?.stringValue == "error")
            #expect(first?["column"]?.intValue == 15)
            #expect(first?["hint"]?.stringValue == "did you mean 'text'?")
            #expect(json["flows"]?[0]?.stringValue == "desk")
        }

        @Test func warningsFailOnlyWhereTheyAreMeantTo() async throws {
            let flow = Self.head + "on(\"IncomingCall\", function(call)\n  call:answer()\n  store.get(\"a\")\nend)"
            let folder = try FlowFolder(["a.lua": flow])
            let plain = try await Command.run("check", folder.path, "--no-luacheck")
            #expect(plain.status == 0)
            #expect(
                plain.output.contains("a.lua:4:9: warning: nobody takes what store.get gives [ignored_result]"))
            #expect(plain.output.hasSuffix("1 flow, 0 errors, 1 warning\n"))
            #expect(try await Command.run("check", folder.path, "--no-luacheck", "--strict").status == 65)
            try folder.write(
                "a.lua", flow.replacing("\"a\")", with: "\"a\") -- check: ignore ignored_result"))
            #expect(try await Command.run("check", folder.path, "--no-luacheck", "--strict").status == 0)
        }

        @Test func aNodeWithoutLuacheckSaysSo() async throws {
            let folder = try FlowFolder(["a.lua": Self.head + "on(\"IncomingCall\", function(call) call:answer() end)"])
            let told = try await RunningCommand(["check", folder.path], environment: ["PATH": "/nowhere"]).finished()
            #expect(told.status == 0)
            #expect(told.errors.contains("luacheck is not installed (Debian: lua-check); its findings are missing"))
        }
    }
}
