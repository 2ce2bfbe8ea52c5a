import CallModel
import Testing

@Suite struct FailureTests {
    @Test(arguments: [
        (400, 8508, FailureReason.cancelled), (400, 8510, .initialSilence), (400, 8532, .interToneTimeout),
        (500, 8511, .promptFailed), (400, 8535, .promptFailed), (400, 8536, .promptFailed), (0, 8582, .promptFailed),
        (429, 8565, .speechServiceRefused), (400, 8567, .speechServiceRefused), (400, 8501, .notEstablished),
        (400, 8500, .wrongState), (400, 8585, .wrongState), (409, 8519, .conflict), (412, 8583, .incompatibleMedia),
        (404, 8522, .notFound), (405, 8522, .notFound), (400, 8523, .invalidRequest), (400, 8528, .callEnded),
        (403, 7504, .forbidden), (403, 7507, .forbidden), (401, 7501, .unauthorized), (401, 7509, .unauthorized),
        (487, 10004, .noAnswer), (480, 560480, .noAnswer), (486, 560486, .busy), (603, 560603, .declined),
        (403, 560403, .declined), (403, 510403, .declined), (487, 560487, .cancelled), (404, 560404, .notFound),
        (484, 560484, .notFound), (486, 0, .busy), (603, 0, .declined), (487, 0, .cancelled),
        (480, 10037, .unreachable),
        (408, 10057, .noAnswer), (401, 0, .unauthorized), (403, 0, .forbidden), (404, 0, .notFound),
        (409, 0, .conflict), (412, 0, .incompatibleMedia), (400, 0, .invalidRequest), (405, 8520, .notSupported),
        (415, 0, .invalidRequest), (429, 0, .throttled), (502, 0, .unavailable), (503, 0, .unavailable),
        (504, 0, .unavailable), (500, 9999, .serviceError), (501, 0, .serviceError), (410, 301004, .failed),
        (0, 0, .failed),
    ])
    func codesBecomeWords(_ code: Int, _ subCode: Int, _ reason: FailureReason) {
        #expect(FailureReason(code: code, subCode: subCode) == reason)
    }

    @Test func reasonsAreSnakeCaseWords() {
        for reason in FailureReason.allCases {
            #expect(reason.rawValue.allSatisfy { $0.isLowercase || $0 == "_" })
        }
    }

    @Test func anErrorAnswerIsReadWithItsSubCodeAndItsRemedy() {
        let body = Array("{\"error\":{\"code\":\"8522\",\"message\":\"Call not found\"}}".utf8)
        let failure = ActionFailure(status: 404, body: body)
        #expect(failure.reason == .notFound && failure.code == 404 && failure.subCode == 8522)
        #expect(failure.message == "Call not found")
        #expect(failure.remedy == ErrorCatalogue.remedy(subCode: 8522, code: nil))
    }

    @Test(arguments: ["", "{}", "[]", "<html>", "{\"error\":\"x\"}", "{\"error\":{\"code\":17}}"])
    func anErrorAnswerWithoutAReadableBodyStillFails(_ body: String) {
        let failure = ActionFailure(status: 503, body: Array(body.utf8))
        #expect(failure.reason == .unavailable && failure.subCode == nil)
        #expect(failure.message == "the service answered 503")
        #expect(failure.remedy != nil)
    }

    @Test func anErrorCodeInWordsIsKeptApartFromSubCodes() {
        let body = Array("{\"error\":{\"code\":\"Unauthorized\",\"message\":\"m\"}}".utf8)
        let failure = ActionFailure(status: 401, body: body)
        #expect(failure.subCode == nil && failure.reason == .unauthorized)
    }

    @Test func remediesAreSentencesAndUnknownCodesHaveNone() throws {
        for subCode in 0...600_000 {
            guard let remedy = ErrorCatalogue.remedy(subCode: subCode, code: nil) else { continue }
            #expect(remedy.hasSuffix(".") && remedy.first?.isUppercase == true)
        }
        #expect(ErrorCatalogue.remedy(subCode: 1, code: 418) == nil)
    }
}

@Suite struct ToneTests {
    @Test func everyToneHasItsKeyAndBack() {
        #expect(String(Tone.allCases.map(\.key)) == "0123456789ABCD#*")
        for tone in Tone.allCases { #expect(Tone(key: tone.key) == tone) }
        #expect(Tone(key: "a") == .a)
        for key: Character in ["e", " ", "ß", "é", "-"] { #expect(Tone(key: key) == nil) }
    }
}

@Suite struct CallEventTests {
    @Test func keysAreScannedWithoutReadingTheRest() {
        let data = #"{"x":{"callConnectionId":"no"},"callConnectionId":"c","operationContext":null,"serverCallId":7}"#
        let keys = CallEvent(id: "1", name: "n", data: Array(data.utf8)).scannedKeys()
        #expect(keys.callConnectionID == "c")
        #expect(keys.operationContext == nil && keys.serverCallID == nil && keys.correlationID == nil)
    }

    @Test(arguments: ["", "[]", "{", "7", "{\"callConnectionId\":"])
    func dataThatIsNoObjectHasNoKeys(_ data: String) {
        let keys = CallEvent(id: "1", name: "n", data: Array(data.utf8)).scannedKeys()
        #expect(keys == CallEvent(id: "2", name: "m").scannedKeys())
    }

    @Test func resultsAreReadAndWritten() throws {
        let data = try JSONValue(parsing: #"{"resultInformation":{"code":400,"subCode":8510,"message":"m"}}"#)
        let result = try #require(ResultInformation(eventData: data))
        #expect(result == ResultInformation(code: 400, subCode: 8510, message: "m"))
        #expect(data["resultInformation"] == result.json)
        let phone = try JSONValue(
            parsing: """
                {"resultInformation":{"code":486,"subCode":560486,"message":"m","sipDetails":{"code":486,"message":"Busy"},\
                "q850Details":{"code":17,"message":"User busy"}}}
                """)
        let busy = try #require(ResultInformation(eventData: phone))
        #expect(busy.sipDetails == .init(code: 486, message: "Busy") && busy.q850Details?.code == 17)
        #expect(phone["resultInformation"] == busy.json)
        #expect(ResultInformation(eventData: [:]) == nil)
        #expect(ResultInformation(eventData: ["resultInformation": [:]]) == ResultInformation(code: 0, subCode: 0))
    }

    @Test func everyEventNameIsKnownOnce() {
        #expect(Set(EventName.all).count == EventName.all.count)
        #expect(EventName.isKnown("CallConnected") && EventName.isKnown("*") && !EventName.isKnown("callConnected"))
    }
}

@Suite struct CallActionTests {
    @Test func onlyRequestsWithAnIDAreRepeatedByID() {
        let answer = CallAction.answer(AnswerAction(incomingCallContext: "", callbackURI: ""))
        #expect(answer.repeatClass == .id)
        #expect(CallAction.hangUp(forEveryone: true).repeatClass == .id)
        #expect(CallAction.hangUp(forEveryone: false).repeatClass == .sameEffect)
        #expect(CallAction.cancelAllMedia.repeatClass == .sameEffect)
        #expect(CallAction.play(PlayAction(sources: [])).isAudible)
        #expect(CallAction.cancelAllMedia.name == "cancel_all_media")
    }
}
