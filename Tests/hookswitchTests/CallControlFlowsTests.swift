import CallModel
import Foundation
import Testing

/// The flows that make, join and change calls, launched as their READMEs say: each scenario's order of requests, responses
/// and events, from the runtime's timeline or the emulator's.
extension ProcessTests {
    @Suite struct CallControlFlowsTests {
        private func server(_ arguments: String...) async throws -> DevServer {
            let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().path
            return try await DevServer.start(FlowFolder(copying: project + "/flows"), arguments)
        }

        /// Each part comes after the one before it.
        private func expect(
            _ output: String, inOrder parts: [String], _ location: SourceLocation = #_sourceLocation
        ) {
            var rest = output[...]
            for part in parts {
                guard let found = rest.range(of: part) else {
                    Issue.record("'\(part)' does not come after what precedes it:\n\(output)", sourceLocation: location)
                    return
                }
                rest = rest[found.upperBound...]
            }
        }

        @Test func createOneToOneAnswered() async throws {
            let server = try await server()
            try await server.put("phones/%2B14255550123", #"{"when_rung":"answer","after":0.1,"press":["1"]}"#)
            let call = try await server.launch("flows/reminder", "--param", "to=+14255550123", "--param", "at=at nine")
            #expect(call.status == 0)
            expect(
                call.output,
                inOrder: [
                    "1 create_call on call 1: POST /calling/callConnections", "a line of the caller ID is free",
                    "1 create_call on call 1: 201", "CallConnected on call 1, 200 / 0",
                    "2 recognize on call 1", "RecognizeCompleted on call 1, 200 / 8531", "3 play on call 1",
                    "PlayCompleted on call 1", ":terminate", "CallDisconnected on call 1, 200 / 7000", "finished",
                ])
            #expect(server.log.contains("reminded answer=confirmed"))
            #expect(await server.stop() == 0)
        }

        @Test(arguments: [
            ("decline", "CreateCallFailed on call 1, 603 / 560603", "declined"),
            ("busy", "CreateCallFailed on call 1, 486 / 560486", "busy"),
            ("unreachable", "CreateCallFailed on call 1, 404 / 560404", "not_found"),
        ])
        func createOneToOneNotAnswered(_ reaction: String, _ event: String, _ reason: String) async throws {
            let server = try await server()
            try await server.put("phones/%2B14255550123", "{\"when_rung\":\"\(reaction)\"}")
            let call = try await server.launch("flows/reminder", "--param", "to=+14255550123")
            expect(call.output, inOrder: ["1 create_call on call 1: 201", event, "finished"])
            #expect(!call.output.contains("CallDisconnected"), "nothing was up that could end")
            #expect(server.log.contains("not reached reason=\(reason)"))
            #expect(await server.stop() == 0)
        }

        @Test func aCampaignIsOneSessionForEachNumber() async throws {
            let server = try await server()
            for number in 1...3 {
                try await server.put(
                    "phones/%2B1425555011\(number)", #"{"when_rung":"answer","after":0.1,"press":["2"]}"#)
            }
            let call = try await server.launch(
                "reminder", "--each", "to=+14255550111,+14255550112,+14255550113", "--key", "spring")
            #expect(call.status == 0)
            #expect(call.output.components(separatedBy: "reminder to=+14255550111: session").count == 2)
            expect(
                call.output,
                inOrder: [
                    "reminder to=+14255550111: session", "4:+1425…11", "reminder to=+14255550112: session",
                    "4:+1425…12", "reminder to=+14255550113: session", "4:+1425…13",
                ])
            #expect(server.log.components(separatedBy: "reminded answer=cancelled").count == 4)
            let again = try await server.launch("reminder", "--each", "to=+14255550111", "--key", "spring")
            #expect(again.output.contains("reminder to=+14255550111: a session was launched with this key already"))
            #expect(await server.stop() == 0)
        }

        @Test func createGroupAddRemoveAndEndForEveryone() async throws {
            let server = try await server("--outbound-calls", "3")
            let call = try await server.launch(
                "flows/conference", "--param", "members=+14255550123,+14255550124", "--param", "guests=+14255550125",
                "--param", "leaving=+14255550124", "--param", "seconds=0.1")
            #expect(call.status == 0)
            expect(
                call.output,
                inOrder: [
                    "1 create_call on call 1: 201", "CallConnected on call 1, 200 / 0", "participants:add",
                    "3 add_participant on call 1: 202", "AddParticipantSucceeded on call 1, 200 / 0",
                    // What is done at once may be told before the answer is there.
                    "participants:remove", "RemoveParticipantSucceeded on call 1, 200 / 0",
                    "6 list_participants on call 1: 200",
                    ":terminate", "CallDisconnected on call 1, 200 / 7000", "finished",
                ])
            expect(call.output, inOrder: ["participants:remove", "5 remove_participant on call 1: 202"])
            expect(call.output, inOrder: ["2 in the call", "3 in the call", "2 in the call"])
            #expect(await server.stop() == 0)
        }

        @Test func cancelAddWhileTheGuestRings() async throws {
            let server = try await server("--outbound-calls", "3")
            try await server.put("phones/%2B14255550125", #"{"when_rung":"no_answer"}"#)
            let call = try await server.launch(
                "conference", "--param", "members=+14255550123,+14255550124", "--param", "guests=+14255550125",
                "--param", "patience=0.5", "--param", "seconds=0.1")
            expect(
                call.output,
                inOrder: [
                    "3 add_participant on call 1: 202", "participants:cancelAddParticipant",
                    "CancelAddParticipantSucceeded on call 1, 200 / 5300", "finished",
                ])
            #expect(!call.output.contains("AddParticipantFailed"), "one outcome is enough")
            #expect(await server.stop() == 0)
        }

        @Test func addParticipantThatIsDeclined() async throws {
            let server = try await server("--outbound-calls", "3")
            try await server.put("phones/%2B14255550125", #"{"when_rung":"decline","after":0.1}"#)
            let call = try await server.launch(
                "conference", "--param", "members=+14255550123,+14255550124", "--param", "guests=+14255550125",
                "--param", "seconds=0.1")
            expect(
                call.output,
                inOrder: [
                    "3 add_participant on call 1: 202", "AddParticipantFailed on call 1, 603 / 560603", "finished",
                ])
            #expect(server.log.contains("did not join guest=+1425…25 reason=declined"))
            #expect(await server.stop() == 0)
        }

        @Test func removeOfOneWhoIsNotThere() async throws {
            let server = try await server()
            let call = try await server.launch(
                "conference", "--param", "members=+14255550123", "--param", "leaving=+14255550199", "--param",
                "seconds=0.1")
            expect(call.output, inOrder: ["participants:remove", "finished"])
            #expect(server.log.contains("was not there member=+1425…99 reason=not_found"))
            #expect(await server.stop() == 0)
        }

        @Test(arguments: ["room_id", "group_call_id", "server_call_id"])
        func connectJoinsAndLeavesARunningCall(_ locator: String) async throws {
            let server = try await server()
            var id = locator == "room_id" ? "99000000000000001" : "00000000-0000-4000-8000-000000000001"
            if locator == "room_id" { try await server.put("rooms/\(id)") }
            let place = locator == "room_id" ? "room_id" : "group_call_id"
            let joined = try await server.put(
                "phones/8:acs:contoso_ada/join", "{\"\(place)\": \"\(id)\"}", method: "POST")
            if locator == "server_call_id" {
                id = try #require(try JSONValue(parsing: Array(joined.utf8))["server_call_id"]?.stringValue)
            }
            let call = try await server.launch(
                "flows/supervisor", "--param", "\(locator)=\(id)", "--param", "seconds=0.1")
            #expect(call.status == 0)
            expect(
                call.output,
                inOrder: [
                    // The event may come before the answer.
                    "1 connect_call on call 1: POST /calling/callConnections:connect",
                    "CallConnected on call 1, 200 / 0", "2 list_participants on call 1: 200", "3 play on call 1",
                    "PlayCompleted on call 1", "4 hang_up on call 1: DELETE", "CallDisconnected on call 1", "finished",
                ])
            #expect(server.log.contains("in the call who=8:acs:contoso_ada"))
            #expect(await server.stop() == 0)
        }

        @Test func connectToACallThatIsNotThere() async throws {
            let server = try await server()
            let call = try await server.launch("supervisor", "--param", "room_id=99000000000000009")
            #expect(call.output.contains("1 connect_call on call 1: 200"))
            expect(call.output, inOrder: ["ConnectFailed on call 1", "finished"])
            #expect(server.log.contains("could not join"))
            #expect(await server.stop() == 0)
        }

        @Test func attendedTransferAddsAndLeaves() async throws {
            let server = try await server()
            try await server.put("phones/%2B14255550131", #"{"when_rung":"busy"}"#)
            let call = try await server.call("--to", "+18005550177")
            #expect(call.status == 0)
            expect(
                call.output,
                inOrder: [
                    "answered", "connected", "One moment, we are looking for a colleague.", "add_failed",
                    "+14255550132 joined", "A caller is on the line for you.", "the application left, the others go on",
                ])
            #expect(await server.stop() == 0)
        }

        @Test func attendedTransferApologisesWhenNobodyComes() async throws {
            let server = try await server()
            for colleague in ["31", "32"] {
                try await server.put("phones/%2B142555501\(colleague)", #"{"when_rung":"decline","after":0.1}"#)
            }
            let call = try await server.call("--to", "+18005550177")
            expect(
                call.output,
                inOrder: ["add_failed", "add_failed", "Nobody is free at the moment.", "ended the call for everyone"])
            #expect(await server.stop() == 0)
        }

        @Test func transferCarriesTheContext() async throws {
            let server = try await server()
            let call = try await server.call("--to", "+18005550166", "--press", "12345#", "--json")
            #expect(call.status == 0)
            expect(
                call.output, inOrder: [#""kind":"transfer_started""#, "account=12345", #""kind":"transferred""#])
            #expect(call.output.contains("X-MS-Custom-Account"))
            #expect(await server.stop() == 0)
        }

        @Test func redirectByBusinessHours() async throws {
            let server = try await server()
            let call = try await server.call("--to", "+18005550155", "--hang-up-after", "6")
            let here = Calendar(identifier: .gregorian).dateComponents(
                in: try #require(TimeZone(secondsFromGMT: -5 * 3600)), from: Date())
            let isOpen = (2...6).contains(here.weekday ?? 0) && (9..<17).contains(here.hour ?? 0)
            expect(
                call.output,
                inOrder: isOpen
                    ? ["redirected", "+14255550151"] : ["answered", "The office is open from nine to five"])
            #expect(await server.stop() == 0)
        }
    }
}
