// Passages of agreements that are public, each as the page named gives it: for trying the lint on real texts.

export const TEXTS = [
  {
    title: 'Dayton, Annex 1-A, Article II, 1-3 (1995)',
    source: 'http://peaceaccords.nd.edu/provision/cease-fire-general-framework-agreement-peace-bosnia-and-herzegovina',
    text: `Article II: Cessation of Hostilities

1. The Parties shall comply with the cessation of hostilities begun with the agreement of October 5, 1995 and shall continue to refrain from all offensive operations of any type against each other. An offensive operation in this case is an action that includes projecting forces or fire forward of a Party's own lines. Each Party shall ensure that all personnel and organizations with military capability under its control or within territory under its control, including armed civilian groups, national guards, army reserves, military police, and the Ministry of Internal Affairs Special Police (MUP) (hereinafter "Forces") comply with this Annex. The term "Forces" does not include UNPROFOR, the International Police Task Force referred to in the General Framework Agreement, the IFOR or other elements referred to in Article I, paragraph 1 (c).

2. In carrying out the obligations set forth in paragraph 1, the Parties undertake, in particular, to cease the firing of all weapons and explosive devices except as authorized by this Annex. The Parties shall not place any additional minefields, barriers, or protective obstacles. They shall not engage in patrolling, ground or air reconnaissance forward of their own force positions, or into the Zones of Separation as provided for in Article IV below, without IFOR approval.

3. The Parties shall provide a safe and secure environment for all persons in their respective jurisdictions, by maintaining civilian law enforcement agencies operating in accordance with internationally recognized standards and with respect for internationally recognized human rights and fundamental freedoms, and by taking such other measures as appropriate.`,
  },
  {
    title: 'Sri Lanka, Article 1, opening (2002)',
    source: 'https://sundaytimes.lk/020224/news2.html',
    text: `Article 1: Modalities of a ceasefire
The Parties have agreed to implement a ceasefire between their armed forces as follows:
1.1 A jointly agreed ceasefire between the GOSL and the LTTE shall enter into force on such date as is notified by the Norwegian Minister of Foreign Affairs in accordance with Article 4.2, hereinafter referred to as D-day.
1.2 Neither Party shall engage in any offensive military operation. This requires the total cessation of all military action and includes, but is not limited to, such acts as:`,
  },
  {
    title: 'Accra (Liberia), Article II and III, 1-2 in part (2003)',
    source: 'https://peaceaccords.nd.edu/provision/cease-fire-accra-peace-agreement',
    text: `The armed conflict between the present Government of Liberia (GOL), the Liberians United for Reconciliation and Democracy (LURD) and the Movement for Democracy in Liberia (MODEL) is hereby ended with immediate effect. Accordingly, all the Parties to the Ceasefire Agreement shall ensure that the ceasefire established at 0001 hours on 18th June, 2003, results in the observation of a total and permanent cessation of hostilities forthwith.

1. The Parties call on ECOWAS to immediately establish a Multinational Force that will be deployed as an Interposition Force in Liberia, to secure the ceasefire, create a zone of separation between the belligerent forces and thus provide a safe corridor for the delivery of humanitarian assistance and free movement of persons.

2. The mandate of the ECOWAS Interposition Force shall also include the following:

a. Facilitating and monitoring the disengagement of forces as provided under Article V of this Agreement;

d. Ensuring respect by the Parties for the definitive cessation of hostilities and all other aspects of the Ceasefire Agreement;`,
  },
  {
    title: 'Minsk, package of measures, points 1-3, as translated by the press (2015)',
    source: 'https://themoscowtimes.com/2015/02/12/the-minsk-deal-what-was-agreed-at-ukraine-peace-talks-a43848',
    text: `1. An immediate and comprehensive cease-fire in certain areas of the Donetsk and Luhansk regions of Ukraine and its strict implementation starting from 00:00 (Kiev time) on Feb. 15, 2015.
2. Withdrawal of all heavy weapons by both sides by an equal distance to create a security zone at least 50 kilometers wide for artillery systems of calibre of 100 millimeters and more; 70 kilometers wide for Multiple Rocket Launching Systems (MLRS) and 140 kilometers wide for MLRS "Tornado-S," "Uragan," "Smerch" and tactical missile systems "Tochka" and "Tochka-U":
— for the Ukrainian troops: from the de facto line of contact;
— for the armed formations of certain areas of Donetsk and Luhansk regions of Ukraine: from the line of contact according to the Minsk Memorandum of Sept. 19, 2014.
The withdrawal of heavy weapons as specified above should start no later than on the second day of the cease-fire and be completed within 14 days.
The process will be facilitated by the Organization for Security and Cooperation in Europe with the support of the Trilateral Contact Group.
3. Ensure effective monitoring and verification of the cease-fire regime and the withdrawal of heavy weapons by the OSCE from day one of the withdrawal, using all technical equipment necessary, including satellites, drones, radar systems, etc.`,
  },
] as const;
