import CallModel
import Testing

@testable import CallEmulator

@Suite struct FaultSettingsTests {
    private func settings(_ json: JSONValue) throws(ControlError) -> FaultSettings { try FaultSettings(json: json) }

    private func message(_ json: JSONValue) -> String {
        do throws(ControlError) {
            _ = try settings(json)
            return "taken"
        } catch { return error.message }
    }

    @Test func aSettingIsTrueFalseAChanceOrDetails() throws {
        let settings = try settings([
            "duplicate": 0.1, "delay": true, "drop": false,
            "slow": ["chance": 0.2, "seconds": 3, "only": "Play", "times": 4], "error_503": ["retry_after": 7],
        ])
        #expect(settings[.duplicate] == FaultRule(chance: 0.1))
        #expect(settings[.delay] == FaultRule(chance: 1))
        #expect(settings[.drop] == nil)
        #expect(settings[.slow] == FaultRule(chance: 0.2, seconds: 3, times: 4, only: ["Play"]))
        #expect(settings[.error503] == FaultRule(chance: 1, retryAfter: 7))
    }

    @Test func trueAloneLeavesARunThatCanComeToAnEnd() throws {
        let all = JSONObject(FaultKind.allCases.map { ($0.rawValue, JSONValue.bool(true)) })
        let settings = try settings(.object(all))
        for kind in [FaultKind.error500, .error503, .tooMany, .unauthorized, .clockSkew, .cutBefore, .malformed] {
            #expect(settings[kind]?.times == 1, "\(kind)")
        }
        #expect(settings[.reorder]?.chance == 0.5)
        #expect(try self.settings(["unauthorized": 0.5])[.unauthorized]?.times == 1)
    }

    @Test func anUnknownNameIsRefusedWithTheNearestOne() {
        #expect(message(["duplicat": true]) == "there is no fault 'duplicat'; did you mean 'duplicate'?")
        #expect(message(["too-many": true]).hasSuffix("did you mean 'too_many'?"))
        #expect(message(["zzz": true]).contains("; faults are duplicate, reorder, "))
    }

    @Test func aWrongValueIsNamedWithItsFault() {
        #expect(message(["delay": "often"]).hasPrefix("the fault 'delay' must be true, false, a chance from 0 to 1"))
        #expect(message(["delay": 1.5]) == "the fault 'delay' has a chance that is no number from 0 to 1")
        #expect(message(["slow": ["seconds": -1]]).contains("'slow' has a seconds"))
        #expect(message(["slow": ["secnds": 1]]) == "the fault 'slow' has no detail 'secnds'; did you mean 'seconds'?")
        #expect(message(["error_500": ["seconds": 1]]).contains("details are chance, retry_after, times, only"))
        #expect(message(["too_many": ["retry_after": 0.5]]).contains("no whole number from 0 to 3600"))
        #expect(message(["slow": ["only": ["Pla"]]]).contains("names no operation, 'Pla'; did you mean 'Play'?"))
        #expect(message(["drop": ["only": ["Play"]]]).contains("names no event, 'Play'"))
        #expect(message(["drop": ["only": [1]]]).contains("no name and no list of names"))
        #expect(message(true).hasPrefix("faults must be an object"))
    }

    @Test func anEmptyTableOfLuaMeansNoFaults() throws {
        #expect(try settings([] as JSONValue).isEmpty)
        #expect(try settings([:] as JSONValue).isEmpty)
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let settings = try settings([
            "duplicate": 0.1, "late_offer": ["seconds": 40], "too_many": ["retry_after": 1, "only": ["CreateCall"]],
            "cut_after": true,
        ])
        #expect(try FaultSettings(json: settings.json) == settings)
    }
}
