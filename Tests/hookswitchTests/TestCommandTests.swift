import CallModel
import Foundation
import Testing

extension ProcessTests {
    /// `hookswitch test` as a process: what it prints, and how it ends.
    struct TestCommandTests {
        private static let desk = """
            on("IncomingCall", { to = "+18005550199" }, function(call) call:reject { reason = "busy" } end)
            """

        private func folder(_ spec: String) throws -> FlowFolder {
            try FlowFolder(["desk/main.lua": Self.desk, "desk/desk_spec.lua": spec])
        }

        private static let good = """
            it("refuses", function()
              expect(phone("+14255550100"):dial "+18005550199"):has_ended { how = "rejected" }
            end)
            it("is told later", { skip = "no time" }, function() end)
            """

        @Test func whatPassesEndsWithZeroInEveryForm() async throws {
            let folder = try folder(Self.good)
            let text = try await Command.run("test", folder.path)
            #expect(
                text.status == 0 && text.output.hasPrefix("1 passed, 1 skipped in "), "\(text.output)\(text.errors)")
            let tap = try await Command.run("test", folder.path, "--format", "tap")
            #expect(tap.output.contains("ok 1 - refuses") && tap.output.contains("# SKIP no time"), "\(tap.output)")
            let json = try JSONValue(parsing: try await Command.run("test", folder.path, "--json").output)
            #expect(json["passed"] == 1 && json["skipped"] == 1)
            let file = folder.path + "/report.xml"
            let junit = try await Command.run("test", folder.path, "--format", "junit", "--output", file)
            #expect(junit.status == 0)
            #expect(try String(contentsOfFile: file, encoding: .utf8).contains("<testsuites tests=\"2\""))
            let covered = try await Command.run("test", folder.path, "--coverage", "--crash-everywhere")
            #expect(covered.output.contains("desk/main.lua") && covered.output.contains("1/1"), "\(covered.output)")
        }

        @Test func whatFailsEndsWithFourAndTellsTheLine() async throws {
            let folder = try folder("it('a', function()\n  expect(1):equals(2)\nend)")
            let failed = try await Command.run("test", folder.path)
            #expect(failed.status == 4)
            #expect(failed.output.contains("desk/desk_spec.lua:2: expected 2, but it is 1"), "\(failed.output)")
        }

        @Test func whatCannotBeRunIsTold() async throws {
            let (bad, good) = (try folder("it('a'"), try folder(Self.good))
            let broken = try await Command.run("test", bad.path)
            #expect(broken.status == 65 && broken.output.contains("desk/desk_spec.lua:1"), "\(broken.output)")
            let nothing = try await Command.run("test", good.path, "--filter", "nobody")
            #expect(
                nothing.status == 64 && nothing.errors.contains("there is no case with nobody"), "\(nothing.errors)")
            let noFaults = try await Command.run("test", good.path, "--faults", "/nowhere.json")
            #expect(noFaults.status == 64 && noFaults.errors.contains("/nowhere.json"), "\(noFaults.errors)")
            let noFolder = try await Command.run("test", "/nowhere")
            #expect(noFolder.status == 65, "\(noFolder.errors)")
        }

        @Test func theSameSpecsRunOverHTTP() async throws {
            let folder = try folder(Self.good)
            let own = try await Command.run("test", folder.path, "--over", "http", "--jobs", "2")
            #expect(own.status == 0 && own.output.hasPrefix("1 passed, 1 skipped in "), "\(own.output)\(own.errors)")
            #expect(own.errors == "")
            let nobody = try await Command.run(
                "test", folder.path, "--emulator", "endpoint=http://127.0.0.1:9/;accesskey=a2V5")
            #expect(nobody.status == 69 && nobody.errors.contains("cannot be used"), "\(nobody.errors)")
            let wrong = try await Command.run("test", folder.path, "--emulator", "nonsense")
            #expect(wrong.status == 64, "\(wrong.errors)")
        }

        @Test func theSameSpecsArePlayedAtAService() async throws {
            let folder = try folder(
                Self.good + """

                    it("refuses a phone of the resource", function()
                      local call = phone("+18005550142"):dial "+18005550199"
                      expect(call):has_ended { how = "rejected" }
                      expect(call):sent("reject", { reason = "busy" })
                    end)
                    """)
            let port = try FreePort.take()
            let address = "http://127.0.0.1:\(port)"
            let service = try RunningCommand(
                "emulate", "--port", "0", "--subscribe", address + "/events/incoming", "--log-level", "error",
                "--owned-number", "+18005550199", "--owned-number", "+18005550142")
            try await service.waits(for: "accesskey=")
            let resource = String(service.output.prefix { $0 != "\n" })
            let played = try await Command.run(
                "test", folder.path, "--over", "acs", "--public-url", address, "--host", "127.0.0.1", "--port",
                "\(port)", "--connection-string", resource, "--phones", "+18005550142", "--json")
            service.terminate()
            _ = try await service.finished()
            #expect(played.status == 0 && played.errors == "", "\(played.output)\(played.errors)")
            let json = try JSONValue(parsing: played.output)
            #expect(json["passed"] == 1 && json["skipped"] == 2, "\(played.output)")
            let reasons = json["specs"]?.arrayValue?.compactMap { $0["reason"]?.stringValue }
            #expect(
                reasons == [
                    "it cannot be driven here: the phone +14255550100 is not among --phones", "no time",
                ])
        }

        @Test(
            arguments: [
                (["--over", "acs", "--jobs", "2"], "--jobs does not go with --over acs"),
                (["--over", "acs", "--crash-everywhere"], "--crash-everywhere does not go with --over acs"),
                (["--over", "acs"], "--public-url"),
                (["--over", "acs", "--public-url", "nonsense"], "'nonsense' is no address"),
                (["--over", "acs", "--phones", "+1,2"], "--phones: "),
                (["--public-url", "https://calls.example.com"], "go with --over acs"),
            ])
        func settingsOfAServiceThatAreWrongAreTold(arguments: [String], words: String) async throws {
            let folder = try folder(Self.good)
            let outcome = try await Command.run(["test", folder.path] + arguments)
            #expect(outcome.status == 64 && outcome.errors.contains(words), "\(outcome.errors)")
        }

        @Test func casesAreListedAndTypesPrinted() async throws {
            let folder = try folder(Self.good)
            let list = try await Command.run("test", folder.path, "--list")
            #expect(list.output.contains("desk/desk_spec.lua:1  refuses"), "\(list.output)")
            let flows = try await Command.run("types")
            #expect(flows.output.hasPrefix("---@meta hookswitch\n"))
            let specs = try await Command.run("types", "specs")
            #expect(specs.output.hasPrefix("---@meta spec\n"))
            let written = try await Command.run("types", "--write", folder.path + "/.hookswitch")
            #expect(written.status == 0, "\(written.errors)")
            #expect(FileManager.default.fileExists(atPath: folder.path + "/.hookswitch/std/menu.lua"))
            let refused = try await Command.run("types", "--write", "/dev/null/types")
            #expect(refused.status == 1 && refused.errors.contains("cannot be written"), "\(refused.errors)")
        }
    }
}
