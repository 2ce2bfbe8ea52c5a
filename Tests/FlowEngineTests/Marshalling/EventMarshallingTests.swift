import CallModel
import LuaEngine
import Testing

@testable import FlowEngine

struct EventMarshallingTests {
    @Test func fieldsAreSnakeCaseByDeclarationAndUnknownOnesAreKept() throws {
        let driver = try fired([
            "callConnectionId": "c1", "resultInformation": ["code": 200, "subCode": 7000, "q850Details": ["code": 16]],
            "someNewField": ["innerName": 1], "correlationId": .null, "participants": [], "tones": ["one"],
        ])
        #expect(
            driver.said == [
                "call_connection_id id name participants raw result_information someNewField time tones",
                "c1 7000 16 1 nil 0 one",
            ])
    }

    private func fired(_ data: JSONValue) throws -> InstanceDriver {
        let driver = try InstanceDriver(
            """
            on("PlayStarted", function(call, e)
              local names = {}
              for name in pairs(e) do names[#names + 1] = name end
              table.sort(names)
              log.info(table.concat(names, " "))
              log.info(table.concat({ e.call_connection_id, e.result_information.sub_code,
                e.result_information.q850_details.code, e.someNewField.innerName, tostring(e.correlation_id),
                #e.participants, e.tones[1] }, " "))
            end)
            """)
        try driver.fire("PlayStarted", data)
        #expect(driver.failures.isEmpty, "\(driver.failures)")
        return driver
    }

    @Test func wordsOfEnumerationsAreSnakeCaseAndOtherTextsAreNot() throws {
        let value = Marshalling.value(
            [
                "kind": "phoneNumber", "recognitionType": "speechOrDtmf", "message": "someText",
                "transcriptionUpdate": ["transcriptionStatus": "transcriptionStarted"],
            ], field: "")
        guard case .table(let table) = value else {
            Issue.record("no table")
            return
        }
        #expect(table["kind"] == .string("phone_number"))
        #expect(table["recognition_type"] == .string("speech_or_dtmf"))
        #expect(table["message"] == .string("someText"))
        guard case .table(let update)? = table["transcription_update"] else {
            Issue.record("no table")
            return
        }
        #expect(update["transcription_status"] == .string("transcription_started"))
    }

    @Test func freeMapsNeverChangeHoweverDeep() throws {
        let value = Marshalling.value(
            [
                "customContext": [
                    "sipHeaders": ["User-To-User": "aB", "kind": "phoneNumber", "callConnectionId": ["rawId": "x"]]
                ]
            ],
            field: "")
        guard case .table(let root) = value, case .table(let context)? = root["custom_context"],
            case .table(let headers)? = context["sip_headers"], case .table(let inner)? = headers["callConnectionId"]
        else {
            Issue.record("no tables: \(value)")
            return
        }
        #expect(headers["User-To-User"] == .string("aB"))
        #expect(headers["kind"] == .string("phoneNumber"))
        #expect(inner["rawId"] == .string("x"))
    }

    @Test func namesGoBothWays() {
        for name in ["callConnectionId", "q850Details", "isOnHold", "to", "failedPlaySourceIndex"] {
            #expect(WireNames.wire(WireNames.lua(name)) == name)
        }
        #expect(WireNames.lua("q850Details") == "q850_details")
        #expect(WireNames.lua("someNewField") == "someNewField")
        #expect(WireNames.wire("never_heard_of") == "never_heard_of")
    }

    @Test func ownFieldsWinOverThePayloads() throws {
        let event = CallEvent(id: "i", name: "N", time: "t", data: Array(#"{"name":"x","id":"y","raw":"z"}"#.utf8))
        guard case .table(let table) = Marshalling.event(event) else {
            Issue.record("no table")
            return
        }
        #expect(table["name"] == .string("N"))
        #expect(table["id"] == .string("i"))
        #expect(table["raw"] == .string(#"{"name":"x","id":"y","raw":"z"}"#))
    }

    @Test func aBrokenPayloadIsStillRaw() {
        guard case .table(let table) = Marshalling.event(CallEvent(id: "i", name: "N", data: Array("{oops".utf8)))
        else {
            Issue.record("no table")
            return
        }
        #expect(table["raw"] == .string("{oops"))
    }

    @Test func recognitionsGiveKeysAndNames() {
        let data = #"{"recognitionType":"dtmf","dtmfResult":{"tones":["one","pound","a"]}}"#
        let event = CallEvent(id: "i", name: "RecognizeCompleted", data: Array(data.utf8))
        guard case .table(let table) = Marshalling.recognition(event) else {
            Issue.record("no table")
            return
        }
        #expect(table["tones"] == .string("1#A"))
        #expect(table["tone_names"] == .table(LuaTable(array: [.string("one"), .string("pound"), .string("a")])))
        #expect(table["recognition_type"] == .string("dtmf"))
    }

    @Test func aMixedTableIsNoJSON() {
        var mixed = LuaTable(array: [.integer(1)])
        mixed["a"] = .integer(2)
        #expect(throws: LuaRaise.self) { try Marshalling.json(.table(mixed)) }
        #expect(throws: LuaRaise.self) { try Marshalling.json(.other("thread")) }
    }
}
