import CallModel
import Testing

@Suite struct CommunicationIdentifierTests {
    typealias Kind = CommunicationIdentifier.Kind

    static let known: [(String, Kind)] = [
        ("4:+18005550199", .phoneNumber(value: "+18005550199", isAnonymous: false, assertedID: nil)),
        ("4:anonymous", .phoneNumber(value: "anonymous", isAnonymous: true, assertedID: nil)),
        ("4:+18005550199_ab", .phoneNumber(value: "+18005550199", isAnonymous: false, assertedID: "ab")),
        ("4:+1800_a_b", .phoneNumber(value: "+1800_a", isAnonymous: false, assertedID: "b")),
        ("4:+1800_", .phoneNumber(value: "+1800_", isAnonymous: false, assertedID: nil)),
        ("4:_a", .phoneNumber(value: "_a", isAnonymous: false, assertedID: nil)),
        ("8:acs:r_u", .communicationUser(id: "8:acs:r_u")),
        ("8:dod-acs:r_u", .communicationUser(id: "8:dod-acs:r_u")),
        ("8:gcch-acs:r_u", .communicationUser(id: "8:gcch-acs:r_u")),
        ("8:spool:r_u", .communicationUser(id: "8:spool:r_u")),
        ("8:acs:r_t_u", .teamsExtensionUser(userID: "u", tenantID: "t", resourceID: "r", cloud: .public)),
        ("8:dod-acs:r_t_u", .teamsExtensionUser(userID: "u", tenantID: "t", resourceID: "r", cloud: .dod)),
        ("8:gcch-acs:r_t_u", .teamsExtensionUser(userID: "u", tenantID: "t", resourceID: "r", cloud: .gcch)),
        ("8:acs:r_t_u_x", .communicationUser(id: "8:acs:r_t_u_x")),
        ("8:orgid:u", .microsoftTeamsUser(userID: "u", isAnonymous: false, cloud: .public)),
        ("8:dod:u", .microsoftTeamsUser(userID: "u", isAnonymous: false, cloud: .dod)),
        ("8:gcch:u", .microsoftTeamsUser(userID: "u", isAnonymous: false, cloud: .gcch)),
        ("8:teamsvisitor:u", .microsoftTeamsUser(userID: "u", isAnonymous: true, cloud: .public)),
        ("28:orgid:a", .microsoftTeamsApp(appID: "a", cloud: .public)),
        ("28:dod:a", .microsoftTeamsApp(appID: "a", cloud: .dod)),
        ("28:gcch:a", .microsoftTeamsApp(appID: "a", cloud: .gcch)),
        ("28:dod-global:a", .unknown), ("28:gcch-global:a", .unknown), ("28:a", .unknown), ("48:a:b", .unknown),
        ("", .unknown), ("8:", .unknown), ("nobody", .unknown),
    ]

    @Test(arguments: known)
    func rawIDsAreParsedInTheOrderOfTheOfficialClients(_ rawID: String, _ kind: Kind) {
        #expect(CommunicationIdentifier(rawID: rawID).kind == kind)
    }

    @Test(arguments: known.map(\.0).filter { !$0.isEmpty })
    func everyKindSurvivesItsJSONForms(_ rawID: String) throws {
        let identifier = CommunicationIdentifier(rawID: rawID)
        let full = identifier.json
        #expect(full["kind"]?.stringValue == identifier.kindName)
        #expect(CommunicationIdentifier(json: full) == identifier)
        let sent = identifier.requestJSON
        #expect(sent["kind"] == nil && sent["rawId"]?.stringValue == rawID)
        #expect(sent[identifier.kindName] == full[identifier.kindName])
        #expect((full[identifier.kindName] == nil) == (identifier.kind == .unknown))
    }

    @Test(arguments: known.filter { $0.1 != .unknown && !$0.0.contains("_ab") && !$0.0.contains("_a_b") }.map(\.0))
    func theSubObjectAloneIsEnough(_ rawID: String) throws {
        let identifier = CommunicationIdentifier(rawID: rawID)
        var object = try #require(identifier.json.objectValue)
        object["rawId"] = nil
        #expect(CommunicationIdentifier(json: .object(object))?.kind == identifier.kind)
    }

    @Test func cloudsAreReadInAnyCase() {
        let json: JSONValue = ["microsoftTeamsUser": ["userId": "u", "cloud": "DOD"]]
        #expect(CommunicationIdentifier(json: json)?.rawID == "8:dod:u")
        #expect(
            CommunicationIdentifier(json: ["microsoftTeamsApp": ["appId": "a", "cloud": "GCCH"]])?.rawID == "28:gcch:a")
    }

    @Test(arguments: [JSONValue.null, "4:+1", [:], ["rawId": ""], ["rawId": 7], ["phoneNumber": [:]], []])
    func jsonThatNamesNobodyIsNil(_ json: JSONValue) {
        #expect(CommunicationIdentifier(json: json) == nil)
    }

    @Test func logsDoNotShowNumbers() {
        #expect(CommunicationIdentifier(rawID: "4:+18005550199").redacted == "4:+1800…99")
        #expect(CommunicationIdentifier(rawID: "8:acs:r_u").redacted == "8:acs:r_u")
    }

    @Test func peopleWriteNumbersAndRawIDs() throws {
        #expect(try IdentifierText.parse("+18005550199").rawID == "4:+18005550199")
        #expect(try IdentifierText.parse("4:+18005550199").rawID == "4:+18005550199")
        #expect(try IdentifierText.parse("4:anonymous").rawID == "4:anonymous")
        #expect(try IdentifierText.parse("8:acs:r_u").rawID == "8:acs:r_u")
        for wrong in ["", "bob", "+1800x", "4:1800", "18005550199"] {
            #expect(throws: PhoneNumber.Fault.self) { try IdentifierText.parse(wrong) }
        }
    }
}

@Suite struct PhoneNumberTests {
    @Test(arguments: ["+18005550199", "+123", "+123456789012345"])
    func rightNumbersPass(_ text: String) throws {
        #expect(try PhoneNumber(text).value == text)
        #expect(CommunicationIdentifier(phoneNumber: try PhoneNumber(text)).phoneNumber == text)
    }

    @Test(arguments: [
        ("", "it is empty"), ("18005550199", "the leading + is missing"), ("+", "it has no digits"),
        ("+0800555", "a country code does not begin with 0"), ("+1800FLOWERS", "it contains the letter 'F'"),
        ("+1 800", "it contains ' '"), ("+1234567890123456", "it has 16 digits, and 15 is the limit"),
        ("+12", "it is too short"), ("+١٢٣٤", "it contains"), ("+180055501\u{301}", "it contains"),
    ])
    func wrongNumbersSayWhatIsWrong(_ text: String, _ words: String) throws {
        let fault = try #require(throws: PhoneNumber.Fault.self) { try PhoneNumber(text) }
        #expect(fault.description.contains(words))
        #expect(fault.description.contains("+18005550199"))
    }
}
