import CallModel
import Foundation
import Testing

@testable import CallEmulator

/// What `hookswitch call` does beside printing: it leaves nobody in a call, and says what is wrong with the words it got.
extension ProcessTests {
    @Suite struct FollowingTests {
        private let flows = [
            "talk.lua": """
            flow { caller_id = "+18005550177" }
            on("IncomingCall", { to = "+18005550177" }, function(call)
              call:answer()
              call:add_participant { target = "+14255550131" }
            end)
            """,
            "leave.lua": """
            flow { caller_id = "+18005550178" }
            on("IncomingCall", { to = "+18005550178" }, function(call)
              call:answer()
              call:add_participant { target = "+14255550131" }
              call:add_participant { target = "+14255550132" }
              call:remove_participant { target = call.from }
              call:hang_up()
            end)
            """,
            "sent.lua": """
            flow { caller_id = "+18005550155" }
            on("IncomingCall", { to = "+18005550155" }, function(call)
              call:redirect { target = "+14255550151" }
            end)
            """,
            "my-launch.lua": """
            flow { caller_id = "+18005550166" }
            on("Launch", function(event)
              local call, err = create_call { targets = event.params.group and { "+14255550141", "+14255550142" }
                or { "+14255550141" } }
              log.info("tried", { reason = err and err.reason or "none" })
              if call then call:hang_up { for_everyone = true } end
            end)
            """,
        ]

        /// No call is left that somebody is in.
        private func nobodyTalks(_ server: DevServer) async throws -> Bool {
            let answer = try JSONValue(parsing: Array(try await server.put("calls", method: "GET").utf8))
            return (answer["calls"]?.arrayValue ?? []).allSatisfy { $0["state"]?.stringValue == "ended" }
        }

        @Test func aSignalHangsUpThePhones() async throws {
            let server = try await DevServer.start(FlowFolder(flows))
            let call = try server.begin("--to", "+18005550177")
            try await call.waits(for: "participant_added")
            let refused = try await server.call("--to", "+18005550177")
            #expect(refused.status == 1)
            #expect(refused.errors.contains("curl -X POST http://127.0.0.1:"))
            #expect(
                refused.errors.contains("/emulator/v1/phones/%2B14255550100/hang_up, or call --from another number"))
            call.terminate()
            let outcome = try await call.finished()
            #expect(outcome.status == 130)
            #expect(outcome.errors.contains("interrupted; the phones of the call were hung up"))
            #expect(try await nobodyTalks(server))
            #expect(await server.stop() == 0)
        }

        @Test func peopleWhomTheApplicationLeftTogetherAreHungUp() async throws {
            let server = try await DevServer.start(FlowFolder(flows))
            let call = try await server.call("--to", "+18005550178")
            #expect(call.status == 0)
            #expect(call.output.contains("the application removed +14255550100"))
            #expect(call.output.contains("the call is over"))
            #expect(try await nobodyTalks(server))
            #expect(await server.stop() == 0)
        }

        @Test func aPhoneThatCallsAPhoneIsHungUp() async throws {
            let server = try await DevServer.start(FlowFolder(flows))
            try await server.put("phones/%2B14255550160")
            let call = try await server.call("--to", "+14255550160")
            #expect(call.status == 0)
            #expect(call.output.contains("+14255550160 joined"))
            #expect(try await nobodyTalks(server))
            #expect(await server.stop() == 0)
        }

        @Test(arguments: [("answer", Int32(0)), ("decline", 2)])
        func aRedirectedCallIsAnsweredByTheOneWhoTakesIt(_ reaction: String, _ status: Int32) async throws {
            let server = try await DevServer.start(FlowFolder(flows))
            try await server.put("phones/%2B14255550151", "{\"when_rung\":\"\(reaction)\"}")
            let call = try await server.call("--to", "+18005550155")
            #expect(call.status == status, "\(call.output)")
            #expect(await server.stop() == 0)
        }

        @Test func aFlowThatCannotBeLaunchedIsAMistakeOfTheCommandLine() async throws {
            let server = try await DevServer.start(FlowFolder(flows))
            let unknown = try await server.launch("my-lunch")
            #expect(unknown.status == 64)
            #expect(unknown.errors.contains("there is no flow 'my-lunch'; launched can be my-launch"))
            let silent = try await server.launch("flows/talk.lua")
            #expect(silent.status == 64)
            #expect(silent.errors.contains("the flow 'talk' has no on(\"Launch\", …)"))
            let json = try await server.launch("my-launch", "--each", "x=1", "--json")
            #expect(json.status == 0)
            let first = try JSONValue(parsing: String(json.output.split(separator: "\n")[0]))
            #expect(first["launch"]?.stringValue == "x=1")
            #expect(first["session"]?.stringValue?.count == 26)
            #expect(await server.stop() == 0)
        }

        @Test(arguments: [("1", "429"), ("2", "201")])
        func theEmulatorOfDevKnowsTheLimitOfOutboundCalls(_ limit: String, _ status: String) async throws {
            let server = try await DevServer.start(FlowFolder(flows), ["--outbound-calls", limit])
            let session = try server.beginLaunch("my-launch", "--param", "group=yes")
            try await session.waits(for: "create_call on call 1: \(status)")
            session.terminate()
            _ = try await session.finished()
            #expect(await server.stop() == 0)
        }

        @Test(arguments: [
            (["reminder", "--param", "to"], "--param takes NAME=VALUE, not 'to'"),
            (["reminder", "--each", "to="], "--each 'to=' has an empty value for 'to'"),
            (["reminder", "--each", "to=a,,b"], "--each 'to=a,,b' has an empty value for 'to'"),
            (["reminder", "--each", "to=a", "--param", "to=b"], "--param and --each both give 'to'"),
            (["reminder", "--key", ""], "--key needs a text"),
            (["../"], "'../' names no flow"),
            (["reminder", "--from", "+14255550101"], "--from and --emulator belong to a ringing phone"),
            (["reminder", "--emulator", "http://127.0.0.1:1"], "--from and --emulator belong to a ringing phone"),
            (["--to", "+18005550199", "--runtime", "http://127.0.0.1:1"], "--runtime and --admin-token belong to a"),
        ])
        func wordsThatCannotBeMeantAreRefusedByName(_ words: [String], _ reason: String) async throws {
            let result = try await RunningCommand(["call"] + words).finished()
            #expect(result.status == 64)
            #expect(result.errors.contains(reason))
        }

        @Test func anUnknownVersionOfTheServiceIsRefusedWithTheKnownOnes() async throws {
            let folder = try FlowFolder(["a.lua": ""])
            let refused = try await Command.run("check", folder.path, "--api-version", "2020-01-01")
            #expect(refused.status == 64)
            #expect(refused.errors.contains("there are " + APIVersion.known.joined(separator: ", ")))
            let preview = try await Command.run("check", folder.path, "--api-version", "2024-09-01-preview")
            #expect(!preview.errors.contains("--api-version"))
        }

        @Test func aFlowInThePlaceOfItsFolderIsNoticed() async throws {
            let folder = try FlowFolder([
                "gate/main.lua": "require 'lib.callers' on('IncomingCall', function(call) end)",
                "gate/lib/callers.lua": "return {}",
            ])
            #expect(try await Command.run("check", folder.path).status == 0)
            for command in ["check", "dev"] {
                let result = try await Command.run(command, folder.path + "/gate")
                #expect(result.status == 65)
                #expect(result.errors.contains("is one flow, with main.lua in it; give the folder that it lies in"))
            }
        }

        @Test func aMissingHandlerIsShownWithWhatItGets() async throws {
            let folder = try FlowFolder(["a.lua": "on('Launch')", "b.lua": "on('CallStarted')"])
            let result = try await Command.run("check", folder.path)
            #expect(result.output.contains("on(\"Launch\", function(event) … end)"))
            #expect(result.output.contains("on(\"CallStarted\", function(call, event) … end)"))
        }
    }
}
